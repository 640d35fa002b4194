import { importSite, lint, ReadError } from "@concors/config/read";
import type { LintCode } from "@concors/config/read";
import { describe, expect, test } from "vitest";

/** A program with these lines in its `allow` block. */
const rails = (...lines: readonly string[]): string =>
  [
    "Rails.application.config.middleware.insert_before 0, Rack::Cors do",
    "  allow do",
    ...lines.map((line) => `    ${line}`),
    "  end",
    "end",
  ].join("\n");

const resource = "resource '*', headers: :any, methods: [:get, :post]";

interface Row {
  readonly name: string;
  readonly text: string;
  readonly want: readonly LintCode[];
}

const rows: readonly Row[] = [
  {
    name: "Rails' own template: one origin",
    text: rails(
      `origins "https://example.com"`,
      "",
      `resource "*",`,
      "  headers: :any,",
      "  methods: [:get, :post, :put, :patch, :delete, :options, :head]",
    ),
    want: ["vary-sometimes"],
  },
  { name: "everybody", text: rails("origins '*'", resource), want: [] },
  {
    name: "everybody, with credentials, which rack-cors refuses to start with",
    text: rails("origins '*'", "resource '*', headers: :any, credentials: true"),
    want: ["any-origin-with-credentials"],
  },
  {
    name: "whoever asks, with credentials, by a lambda",
    text: rails("origins ->(_origin, _env) { true }", "resource '*', :headers => :any, :credentials => true"),
    want: ["reflects-any-origin", "vary-sometimes"],
  },
  {
    name: "a host is of any scheme",
    text: rails("origins 'example.com'", resource),
    want: ["scheme-optional", "vary-sometimes"],
  },
  {
    name: "one's own computer",
    text: rails("origins 'localhost:3000', '127.0.0.1:3000'", resource),
    want: ["vary-sometimes"],
  },
  {
    name: "the documentation's expression for addresses at home",
    text: rails(String.raw`origins /\Ahttp:\/\/192\.168\.0\.\d{1,3}(:\d+)?\z/`, resource),
    want: ["vary-sometimes"],
  },
  {
    name: "an expression without an end",
    text: rails(String.raw`origins %r{\Ahttps://(.+\.)?example\.com}`, resource),
    want: ["expression-without-end", "vary-sometimes"],
  },
  {
    name: "a slash at the end",
    text: rails(`origins %w[https://example.com/]`, resource),
    want: ["origin-never-sent", "vary-sometimes"],
  },
  {
    name: "a server alone, whose errors have nothing",
    text: `require "rack/cors"\nuse Rack::Cors do\n  allow { origins "*"; resource "*", methods: :any }\nend\n`,
    want: ["headers-missing-on-errors"],
  },
  {
    name: "headers by hand, of whoever asks",
    text: `class ApplicationController < ActionController::API
  after_action :cors

  def cors
    headers['Access-Control-Allow-Origin'] = request.headers['Origin']
    headers['Access-Control-Allow-Credentials'] = 'true'
  end
end`,
    want: ["reflects-any-origin", "vary-missing"],
  },
  {
    name: "headers by hand, for everybody",
    text: `config.action_dispatch.default_headers = {
  'Access-Control-Allow-Origin' => '*',
  'Access-Control-Request-Method' => %w{GET POST OPTIONS}.join(",")
}`,
    want: [],
  },
  {
    name: "a program that only speaks of it",
    text: "# cors is somewhere else\nputs 'CORS' if a / b > c / d\n",
    want: [],
  },
];

describe("Ruby as it is published", () => {
  test.each(rows)("$name", ({ text, want }) => {
    expect(lint([{ path: "cors.rb", text }]).map(({ code }) => code)).toEqual(want);
  });
});

describe("Ruby is read back", () => {
  const read = (text: string): unknown => {
    const { site, unseen } = importSite([{ path: "config/initializers/cors.rb", text }]);
    return { site, unseen: unseen.map(({ why }) => why) };
  };

  test("with a resource for each path, and what rack-cors does without being told", () => {
    const text = rails(
      "origins 'https://app.example.com'",
      "resource '/api/*', methods: %i[get put], headers: %w[X-A X-B], expose: 'ETag', max_age: 600, credentials: true",
      "resource '/status'",
    );
    const origins = ["https://app.example.com"];
    expect(read(text)).toEqual({
      site: {
        routes: [
          {
            prefix: "/api",
            policy: {
              origins,
              credentials: true,
              methods: ["GET", "PUT"],
              requestHeaders: ["X-A", "X-B", "Content-Type"],
              exposedHeaders: ["ETag"],
              maxAge: 600,
            },
          },
          {
            exact: "/status",
            policy: { origins, methods: ["GET"], requestHeaders: ["Content-Type"], maxAge: 7200 },
          },
        ],
        fallback: "none",
      },
      unseen: [],
    });
  });

  test("blocks that differ in their origins alone are one", () => {
    const text = `${rails("origins 'https://a.example.com'", resource)}\n${rails("origins 'https://b.example.com'", resource)}`;
    expect(read(text)).toMatchObject({
      site: { fallback: { origins: ["https://a.example.com", "https://b.example.com"], methods: ["GET", "POST"] } },
      unseen: [],
    });
  });

  test("with constants", () => {
    const text = `ORIGINS = %w[https://a.example.com https://b.example.com].freeze\n${rails("origins(*ORIGINS)", resource)}`;
    expect(read(text)).toMatchObject({
      site: { fallback: { origins: ["https://a.example.com", "https://b.example.com"] } },
    });
  });

  test.each([
    "origins ENV['ORIGINS'].split(',')",
    "origins(*Rails.configuration.x.origins)",
    "origins do |source, env|\n      Site.known?(source)\n    end",
    `origins "https://#{domain}"`,
    "origins ->(source, _env) { Site.known?(source) }",
  ])("%s is not told", (line) => {
    expect(read(rails(line, resource))).toEqual({
      site: { fallback: "none" },
      unseen: ["Which origins may read is not told by this file alone."],
    });
  });

  test("what a method of one's own answers is not told", () => {
    expect(read(`headers['Access-Control-Allow-Origin'] = allowed_origin_for(request.headers['Origin'])`)).toEqual({
      site: { fallback: "none" },
      unseen: ["Which origins may read is not told by this file alone."],
    });
  });

  test("what some requests alone have is said", () => {
    const text = rails("origins '*'", "resource '*', headers: :any, if: proc { |env| env['HTTP_HOST'] == 'a.test' }");
    expect(read(text)).toMatchObject({ unseen: ["This is for some requests alone, which a condition tells."] });
  });

  test("an end is put to an expression as Ruby writes it", () => {
    const text = rails("origins /\\Ahttps:\\/\\/app\\.example\\.com/", resource);
    expect(lint([{ path: "cors.rb", text }])[0]?.patch?.text).toBe(String.raw`/\Ahttps:\/\/app\.example\.com\z/`);
  });

  test.each([
    { text: "Rack::Cors 'a", message: "cors.rb:1:12: a quote is not closed" },
    { text: "Rack::Cors; origins %w[a b", message: "cors.rb:1:21: a quote is not closed" },
    { text: "Rack::Cors.new(a", message: "cors.rb:1:15: a bracket is not closed" },
  ])("$text is refused with a place", ({ text, message }) => {
    const refused = (): unknown => lint([{ path: "cors.rb", text }]);
    expect(refused).toThrow(ReadError);
    expect(refused).toThrow(message);
  });
});
