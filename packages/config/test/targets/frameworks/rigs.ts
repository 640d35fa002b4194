import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import type { TargetName } from "../../../src/index.ts";
import type { Program } from "../../support/program.ts";
import { applicationHeaders } from "../page.ts";

/** A framework, and an application in it for each of several texts that were generated: `/0/quiet`, `/1/quiet`, … */
export interface Rig {
  readonly name: TargetName;
  /** How to get it, if it is not here. */
  readonly missing: string | null;
  readonly program: (texts: readonly string[], port: number) => Program;
}

/** What the applications do: `quiet` knows nothing of CORS, `loud` allows everybody, `echo` reflects. */
export const kinds = ["quiet", "loud", "echo"] as const;

const python = ["python3", "/usr/bin/python3"].find((program) => {
  try {
    execFileSync(program, ["-c", "import fastapi, uvicorn"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
});

const own = JSON.stringify(applicationHeaders.map(([name, value]) => [name.toLowerCase(), value]));

export const rigs: readonly Rig[] = [
  {
    name: "fastapi",
    missing: python === undefined ? "apt-get install python3-fastapi uvicorn" : null,
    program: (texts, port) => {
      const options = ["-m", "uvicorn", "main:app", "--port", String(port), "--http", "h11", "--log-level", "critical"];
      const files = texts.map((text, index) => [`site_cors_${index}.py`, text] as const);
      return {
        files: { ...Object.fromEntries(files), "main.py": pythonMain(texts.length) },
        check: [python ?? "python3", "-m", "py_compile", ...files.map(([name]) => name)],
        command: [python ?? "python3", ...options],
        port,
      };
    },
  },
  {
    name: "rack-cors",
    missing:
      existsSync("/usr/bin/puma") && existsSync("/usr/lib/ruby/vendor_ruby/rack/cors.rb")
        ? null
        : "apt-get install ruby-rack-cors puma",
    program: (texts, port) => {
      const files = texts.map((text, index) => [`cors_${index}.rb`, text] as const);
      return {
        files: { ...Object.fromEntries(files), "config.ru": rubyMain(texts.length) },
        check: ["ruby", "-c", ...files.map(([name]) => name)],
        command: ["/usr/bin/puma", "--quiet", "-e", "production", "-b", `tcp://127.0.0.1:${port}`, "config.ru"],
        port,
      };
    },
  },
];

const pythonMain = (count: number): string => `
import importlib
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

OWN = dict(${own})


class Application:
    def __init__(self, scope, receive, send):
        self.request = Request(scope)
        self.scope, self.receive, self.send = scope, receive, send

    def __await__(self):
        return self.answer().__await__()

    async def answer(self):
        headers = dict(OWN)
        asked = self.request.headers
        kind = self.request.path_params["kind"]
        if kind == "fails":
            raise RuntimeError("broken")
        if kind == "loud":
            headers.update({
                "access-control-allow-origin": "*",
                "access-control-allow-methods": "*",
                "access-control-allow-headers": "*",
                "access-control-expose-headers": "*",
            })
        if kind == "echo":
            headers.update({
                "access-control-allow-origin": asked.get("origin", "null"),
                "access-control-allow-credentials": "true",
                "access-control-expose-headers": "X-Request-Id, ETag, X-A",
                "vary": "Accept-Encoding",
            })
        headers["x-method"] = self.request.method
        await Response("ok", headers=headers)(self.scope, self.receive, self.send)


class Endpoint:
    async def __call__(self, scope, receive, send):
        await Application(scope, receive, send)


def application(number):
    inner = FastAPI()
    inner.router.routes.append(Route("/{kind}", Endpoint()))
    return importlib.import_module(f"site_cors_{number}").with_cors(inner)


APPLICATIONS = [application(number) for number in range(${count})]


async def app(scope, receive, send):
    if scope["type"] != "http":
        return
    _, number, kind = scope["path"].split("/")
    await APPLICATIONS[int(number)]({**scope, "path": f"/{kind}"}, receive, send)
`;

const rubyMain = (count: number): string => `
require 'rack/cors'
require 'json'

# What of Rails the initializers speak to.
module Rails
  class Stack
    def initialize
      @middleware = []
    end

    def insert_before(_, *middleware, &block)
      @middleware.unshift([middleware, block])
    end

    def build(app)
      @middleware.reverse.inject(app) { |inner, ((name, *rest), block)| name.new(inner, *rest, &block) }
    end
  end

  class << self
    attr_accessor :middleware

    def application
      self
    end

    def config
      self
    end
  end
end

OWN = JSON.parse('${own}').to_h

APPLICATION = lambda do |env|
  headers = OWN.merge('x-method' => env['REQUEST_METHOD'])
  case env['PATH_INFO']
  when '/loud'
    %w[allow-origin allow-methods allow-headers expose-headers].each { |name| headers["Access-Control-#{name}"] = '*' }
  when '/echo'
    headers.merge!(
      'Access-Control-Allow-Origin' => env['HTTP_ORIGIN'] || 'null',
      'Access-Control-Allow-Credentials' => 'true',
      'Access-Control-Expose-Headers' => 'X-Request-Id, ETag, X-A',
      'Vary' => 'Accept-Encoding'
    )
  end
  [env['PATH_INFO'] == '/fails' ? 500 : 200, headers, ['ok']]
end

APPLICATIONS = Array.new(${count}) do |number|
  Rails.middleware = Rails::Stack.new
  # Each in a module of its own, since they define the same classes.
  load File.join(__dir__, "cors_#{number}.rb"), true
  Rails.middleware.build(APPLICATION)
end

run(lambda do |env|
  _, number, kind = env['PATH_INFO'].split('/')
  APPLICATIONS[Integer(number)].call(env.merge('PATH_INFO' => "/#{kind}"))
end)
`;
