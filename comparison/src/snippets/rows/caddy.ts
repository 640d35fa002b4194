import type { Snippet } from "../snippet.ts";

export const caddySnippets: readonly Snippet[] = [
  {
    name: "enable-cors.org: for everybody, and 204 for every OPTIONS",
    source:
      "https://github.com/monsur/enable-cors.org/blob/98fe09082f67877e87b6f65678f6571d33ef15e6/server_caddy2.html",
    server: "caddy",
    policy: "P2",
    files: {
      "cors.caddy": `
(cors) {
  header {
    Access-Control-Allow-Headers *
    Access-Control-Allow-Methods *
    Access-Control-Allow-Origin *
  }
  @options {
    method OPTIONS
  }
  respond @options 204
}`,
    },
    lint: ["upstream-not-stripped", "plain-options-swallowed"],
  },
  {
    name: "a gist: origins one by one, and preflights of all as those of the first",
    source: "https://gist.github.com/ryanburnette/d13575c9ced201e73f8169d3a793c1a3",
    server: "caddy",
    policy: "P1",
    files: {
      "cors.caddy": `
(cors) {
  @cors_preflight{args.0} method OPTIONS
  @cors{args.0} header Origin {args.0}
  handle @cors_preflight{args.0} {
    header {
      Access-Control-Allow-Origin "{args.0}"
      Access-Control-Allow-Methods "GET, POST, PUT, DELETE, OPTIONS"
      Access-Control-Allow-Headers *
      Access-Control-Max-Age "3600"
      defer
    }
    respond "" 204
  }
  handle @cors{args.0} {
    header {
      Access-Control-Allow-Origin "{args.0}"
      Access-Control-Expose-Headers *
      defer
    }
  }
}`,
      "site.caddy": `
(site) {
  import cors https://app.example.com
  import cors https://a.preview.example.com
}`,
    },
    lint: ["headers-missing-on-errors", "vary-missing", "plain-options-swallowed"],
  },
  {
    name: "a gist: origins one by one, and Vary for those alone",
    source: "https://gist.github.com/FFengIll/d2864550123672c53630a5cd41d34741",
    server: "caddy",
    policy: "P1",
    files: {
      "cors.caddy": `
(cors) {
  @origin{args.0} header Origin {args.0}
  header @origin{args.0} Access-Control-Allow-Origin "{args.0}"
  header @origin{args.0} Vary Origin
}`,
      "site.caddy": `
(site) {
  header Access-Control-Allow-Methods "POST, GET, PUT, DELETE, OPTIONS"
  @options {
    method OPTIONS
  }
  import cors https://app.example.com
  import cors https://a.preview.example.com
  respond @options 204
}`,
    },
    lint: ["upstream-not-stripped", "vary-sometimes", "plain-options-swallowed"],
  },
  {
    name: "a gist: origins by an expression",
    source: "https://gist.github.com/hashlash/6b962736bbfed9b3f4f907bd7c2036b9",
    server: "caddy",
    policy: "P1",
    files: {
      "cors.caddy": `
(cors) {
  @origin{args.0} header Origin {args.0}
  header @origin{args.0} Access-Control-Allow-Origin "{args.0}"
}
(cors_regexp) {
  @origin_regexp{args.0} header_regexp Origin {args.0}
  header @origin_regexp{args.0} Access-Control-Allow-Origin "{header.Origin}"
}`,
      "site.caddy": String.raw`
(site) {
  header Access-Control-Allow-Methods "POST, GET, PUT, DELETE, OPTIONS"
  header Access-Control-Allow-Headers "*"
  import cors https://app.example.com
  import cors_regexp https://.*\.preview\.example\.com
}`,
    },
    lint: ["expression-without-end", "upstream-not-stripped", "preflight-not-answered", "vary-missing"],
  },
  {
    name: "a gist: whoever asks, with credentials",
    source: "https://gist.github.com/futurist/b07babaabd961909f370984f62b49e30",
    server: "caddy",
    policy: "P1",
    files: {
      "cors.caddy": `
(cors) {
  @cors_preflight method OPTIONS
  header {
    Access-Control-Allow-Origin "{header.origin}"
    Vary Origin
    Access-Control-Expose-Headers "Authorization"
    Access-Control-Allow-Credentials "true"
  }
  handle @cors_preflight {
    header {
      Access-Control-Allow-Methods "GET, POST, PUT, PATCH, DELETE"
      Access-Control-Max-Age "3600"
    }
    respond "" 204
  }
}`,
    },
    lint: ["reflects-any-origin", "upstream-not-stripped", "plain-options-swallowed"],
  },
  {
    name: "a gist: for everybody, in deferred headers",
    source: "https://gist.github.com/scotthaleen/615062fadb784a302e16ce8b6a6b7ea0",
    server: "caddy",
    policy: "P2",
    files: {
      "cors.caddy": `
(cors) {
  @options {
    method OPTIONS
  }
  header @options {
    Access-Control-Allow-Origin *
    Access-Control-Allow-Methods *
    Access-Control-Allow-Headers *
    defer
  }
  respond @options 204
  @cors not method OPTIONS
  header @cors {
    Access-Control-Allow-Origin *
    defer
  }
}`,
    },
    lint: ["headers-missing-on-errors", "plain-options-swallowed"],
  },
  {
    name: "a handbook: a public API in two headers",
    source: "https://cors-handbook.com/posts/cors-for-caddy-web-server/",
    server: "caddy",
    policy: "P2",
    files: {
      "cors.caddy": `
(cors) {
  header {
    Access-Control-Allow-Origin *
    Access-Control-Expose-Headers "ETag, Link, Location, Retry-After"
  }
}`,
    },
    lint: ["upstream-not-stripped"],
  },
];
