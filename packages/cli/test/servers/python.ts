import { startProgram } from "../../../config/src/verify/server-process.ts";
import { behaviours, mistakesOfApplication, putJson } from "./application.ts";
import type { RealServer } from "./real-server.ts";
import { filesOf, missingPrograms, partAt, saidBy } from "./real-server.ts";

/** Debian's, which has the packages. */
const program = "/usr/bin/python3";
const packages = "/usr/lib/python3/dist-packages";

export const flask: RealServer = {
  name: "flask",
  missing: missingPrograms([program, `${packages}/flask`], "apt-get install python3-flask"),
  mistakes: mistakesOfApplication,
  start: (port, _, fix) => {
    const [imported = "", wrapped = ""] = saidBy(fix, /^imported where the application is made: (from .*?); (.*)$/);
    return startPython(
      port,
      `
from flask import Flask, Response, request
${imported}
app = Flask(__name__)

def answer():
    does = BEHAVIOURS[request.path]
    return Response(status=does["optionsStatus" if request.method == "OPTIONS" else "status"], headers=does["headers"])

for path in BEHAVIOURS:
    app.add_url_rule(path, path, answer, methods=["GET", "PUT", "OPTIONS"], provide_automatic_options=False)

@app.route("/broken")
def broken():
    raise RuntimeError("broken")

${wrapped}
app.run("127.0.0.1", ${port}, threaded=True)
`,
      filesOf(fix),
    );
  },
};

export const django: RealServer = {
  name: "django",
  missing: missingPrograms([program, `${packages}/django`], "apt-get install python3-django"),
  // A response of Django's has one line of a name.
  mistakes: mistakesOfApplication.filter(({ path }) => path !== "/twice"),
  start: (port, _, fix) => {
    const [imported = "", wrapped = ""] = saidBy(fix, /^imported in wsgi\.py: (from .*?); (.*)$/);
    return startPython(
      port,
      `
from django.conf import settings
settings.configure(DEBUG=False, ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, SECRET_KEY="none")
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path
from wsgiref.simple_server import make_server
${imported}

def answer(request):
    does = BEHAVIOURS[request.path]
    response = HttpResponse(status=does["optionsStatus" if request.method == "OPTIONS" else "status"])
    for name, value in does["headers"]:
        response[name] = value
    return response

def broken(request):
    raise RuntimeError("broken")

urlpatterns = [path("broken", broken), *(path(name[1:], answer) for name in BEHAVIOURS)]
application = get_wsgi_application()
${wrapped}
make_server("127.0.0.1", ${port}, application).serve_forever()
`,
      filesOf(fix),
    );
  },
};

function startPython(
  port: number,
  source: string,
  files: Readonly<Record<string, string>>,
): ReturnType<RealServer["start"]> {
  return startProgram(port, {
    files: {
      "main.py": `import json\nwith open("behaviours.json") as file:\n    BEHAVIOURS = json.load(file)\n${source}`,
      "behaviours.json": JSON.stringify(behaviours),
      ...files,
    },
    command: [program, "main.py"],
  });
}

export const pythonHttpServer: RealServer = {
  name: "python-http-server",
  takesPort: true,
  missing: missingPrograms([program], "apt-get install python3"),
  mistakes: [
    { name: "nothing is configured", path: "/file", args: [], code: "CORS-O01" },
    { name: "404 has no header", path: "/nowhere", args: [], code: "CORS-O02" },
    { name: "OPTIONS is not handled", path: "/file", args: putJson, code: "CORS-P01" },
    { name: "credentials are not known", path: "/file", args: ["--credentials", "include"], code: "CORS-O01" },
  ],
  start: (port, _mistake, fix) =>
    startProgram(port, {
      files: { file: "a file", ...filesOf(fix) },
      command:
        fix === null
          ? [program, "-m", "http.server", String(port), "--bind", "127.0.0.1"]
          : [program, partAt(fix, /^run in the same folder/).part.path],
    }),
};
