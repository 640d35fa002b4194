import type { Snippet } from "../snippet.ts";

export const rubySnippets: readonly Snippet[] = [
  {
    name: "rack-cors' documentation: all origins",
    source: "https://github.com/cyu/rack-cors#rails-configuration",
    server: "rack-cors",
    policy: "P2",
    files: {
      "cors.ru": `use Rack::Cors do
  allow do
    origins '*'
    resource '*', headers: :any, methods: [:get, :post, :options]
  end
end`,
    },
    lint: ["headers-missing-on-errors"],
  },
  {
    name: "rack-cors' documentation: hosts, and an expression",
    source: "https://github.com/cyu/rack-cors#rack-configuration",
    server: "rack-cors",
    policy: "P1",
    files: {
      "cors.ru": String.raw`use Rack::Cors do
  allow do
    origins 'app.example.com', /\Ahttps:\/\/.+\.preview\.example\.com(:\d+)?\z/
    resource '*', methods: [:get, :post, :put, :delete, :options], headers: ['Content-Type', 'Authorization'],
      expose: ['X-Request-Id', 'ETag'], max_age: 600
  end
end`,
    },
    lint: ["scheme-optional", "headers-missing-on-errors", "vary-sometimes"],
  },
  {
    name: "rack-cors' documentation as it was: an expression with neither start nor end",
    source: "https://github.com/cyu/rack-cors/blob/05e13ac6c1a4e4b84f5b26b88db8ddb5fa891257/README.md",
    server: "rack-cors",
    policy: "P1",
    files: {
      "cors.ru": String.raw`use Rack::Cors do
  allow do
    origins 'app.example.com', /https:\/\/.+\.preview\.example\.com(:\d+)?/
    resource '*', methods: [:get, :post, :put, :delete, :options], headers: ['Content-Type', 'Authorization'],
      expose: ['X-Request-Id', 'ETag'], max_age: 600
  end
end`,
    },
    lint: ["expression-without-end", "scheme-optional", "headers-missing-on-errors", "vary-sometimes"],
  },
];
