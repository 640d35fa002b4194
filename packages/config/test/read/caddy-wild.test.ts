import { describe, expect, test } from "vitest";
import { importSite, lint, ReadError } from "@concors/config/read";
import type { LintCode } from "@concors/config/read";
import { adaptCaddyfile, hasCaddy } from "./adapt-caddy.ts";
import { wholeReading } from "./whole-reading.ts";

/** Two origins with credentials, as it has to be, in another hand than that of what is generated. */
const whole = String.raw`
(cors) {
	@cors_origin header_regexp Origin ^https://(?:app\.example\.com|(?:[a-z0-9_-]+\.)+preview\.example\.com)$
	@cors_preflight {
		method OPTIONS
		header Origin *
		header Access-Control-Request-Method *
	}
	@cors_grant {
		method OPTIONS
		header_regexp Origin ^https://(?:app\.example\.com|(?:[a-z0-9_-]+\.)+preview\.example\.com)$
		header Access-Control-Request-Method *
	}
	@cors_share {
		header_regexp Origin ^https://(?:app\.example\.com|(?:[a-z0-9_-]+\.)+preview\.example\.com)$
		not {
			method OPTIONS
			header Access-Control-Request-Method *
		}
	}
	header +Vary Origin
	header @cors_origin Access-Control-Allow-Origin {http.request.header.Origin}
	header @cors_origin Access-Control-Allow-Credentials true
	header @cors_share Access-Control-Expose-Headers "X-Request-Id, ETag"
	header @cors_grant Access-Control-Allow-Methods "GET, POST, PUT, DELETE"
	header @cors_grant Access-Control-Allow-Headers "Content-Type, Authorization"
	header @cors_grant Access-Control-Max-Age 7200
	respond @cors_preflight 204
}
api.example.com {
	import cors
	reverse_proxy 127.0.0.1:8080 {
		header_down -Access-Control-Allow-Origin
	}
}
`;

const site = (...lines: string[]): string => `api.example.com {\n${lines.join("\n")}\n}\n`;

/** Snippets as they are published, with hosts of examples. Each has exactly these codes. */
const rows: readonly { name: string; text: string; want: readonly LintCode[] }[] = [
  { name: "as it has to be", text: whole, want: [] },
  {
    name: "with defer, the headers wait for what errors never reach",
    text: whole
      .replace(/header @cors_origin (Access-Control-Allow-Origin \S+)/, "header @cors_origin {\n$1\ndefer\n}")
      .replace("header_down -Access-Control-Allow-Origin", ""),
    want: ["headers-missing-on-errors"],
  },
  {
    name: "behind a password, which Caddy asks for before it responds",
    text: whole.replace(
      "import cors\n",
      "import cors\n\tbasicauth {\n\t\tnobody JDJhJDA0JGFhYWFhYWFhYWFhYWFhYWFhYWFhYQ\n\t}\n",
    ),
    want: ["preflight-after-authentication"],
  },
  {
    name: "the star and nothing else",
    text: site("header Access-Control-Allow-Origin *", "reverse_proxy 127.0.0.1:8080"),
    want: ["upstream-not-stripped"],
  },
  {
    name: "enable-cors.org: every OPTIONS is answered",
    text: `(cors) {
  @cors_preflight method OPTIONS
  header {
    Access-Control-Allow-Origin "*"
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
}
${site("import cors", "reverse_proxy 127.0.0.1:8080")}`,
    want: ["any-origin-with-credentials", "upstream-not-stripped", "plain-options-swallowed"],
  },
  {
    name: "the gist: a snippet with the origin as its argument",
    text: `(cors) {
  @cors_preflight{args.0} method OPTIONS
  @cors{args.0} header Origin {args.0}
  handle @cors_preflight{args.0} {
    header {
      Access-Control-Allow-Origin "{args.0}"
      Access-Control-Allow-Methods "GET, POST, PUT, PATCH, DELETE, OPTIONS"
      Access-Control-Allow-Headers "Content-Type, Authorization"
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
}
${site("import cors https://app.example.com", "reverse_proxy 127.0.0.1:8080")}`,
    want: ["headers-missing-on-errors", "vary-missing", "plain-options-swallowed"],
  },
  {
    name: "whoever asks, with credentials",
    text: site(
      "header Access-Control-Allow-Origin {header.origin}",
      "header Access-Control-Allow-Credentials true",
      "file_server",
    ),
    want: ["reflects-any-origin", "vary-missing"],
  },
  {
    name: "an expression without an end, beside an application",
    text: site(
      String.raw`@ours header_regexp Origin ^https://app\.example\.com`,
      "header @ours Access-Control-Allow-Origin {http.request.header.Origin}",
      "header @ours Vary Origin",
      "reverse_proxy 127.0.0.1:8080 {",
      "header_down -Access-Control-Allow-Origin",
      "}",
    ),
    want: ["expression-without-end", "vary-sometimes"],
  },
  {
    name: "a * in the middle is a character",
    text: site(
      "@ours header Origin https://*.example.com",
      "header @ours Access-Control-Allow-Origin {http.request.header.Origin}",
      "header Vary Origin",
      "file_server",
    ),
    want: ["origin-never-sent"],
  },
  {
    name: "a * at the start is whatever stands there",
    text: site(
      "@ours header Origin *.example.com",
      "header @ours Access-Control-Allow-Origin {http.request.header.Origin}",
      "header Vary Origin",
      "file_server",
    ),
    want: ["prefix-or-suffix-match"],
  },
  {
    name: "a site that says nothing about CORS",
    text: site("header X-Frame-Options DENY", "file_server"),
    want: [],
  },
];

describe.skipIf(!hasCaddy)("Caddy as it is published", () => {
  test.each(rows)("$name", ({ text, want }) => {
    const codes = lint([adaptCaddyfile(text)]).map(({ code }) => code);
    expect(codes.toSorted()).toEqual([...want].toSorted());
  });

  test("is read back as the policy that it carries out", () => {
    expect(importSite([adaptCaddyfile(whole)])).toEqual(wholeReading);
  });

  test("a path that is handled on its own is a route", () => {
    const text = site(
      "handle_path /public/* {",
      "header Access-Control-Allow-Origin *",
      "file_server",
      "}",
      "respond 404",
    );
    expect(importSite([adaptCaddyfile(text)]).site).toEqual({
      routes: [{ prefix: "/public", policy: { origins: "*" } }],
      fallback: "none",
    });
  });

  test("an expression of another language is not seen", () => {
    const text = site(
      `@ours expression {http.request.header.Origin}.endsWith("example.com")`,
      "header @ours Access-Control-Allow-Origin {http.request.header.Origin}",
      "file_server",
    );
    expect(importSite([adaptCaddyfile(text)]).unseen.map(({ why }) => why)).toEqual([
      "Which requests this is for is not told by this file alone.",
    ]);
  });
});

describe("what Caddy makes of a Caddyfile", () => {
  const text = `{"apps": {"http": {"servers": {"srv0": {"routes": [{"handle": [
  {"handler": "headers", "response": {"set": {
    "Access-Control-Allow-Origin": ["{http.request.header.Origin}"],
    "Access-Control-Allow-Credentials": ["true"],
    "Vary": ["Origin"]
  }}},
  {"handler": "file_server"}
]}]}}}}}`;

  test("has the place of a value", () => {
    const findings = lint([{ path: "caddy.json", text }]);
    expect(findings.map(({ code, span }) => ({ code, span }))).toEqual([
      { code: "reflects-any-origin", span: { line: 3, column: 37, endLine: 3, endColumn: 67 } },
    ]);
  });

  test("may have a map that asks for itself", () => {
    const map = `{"handler": "map", "source": "{a}", "destinations": ["{a}"], "mappings": [{"input": "", "outputs": ["x"]}]},`;
    const asking = text.replace("[\n", `[\n${map}`).replace("{http.request.header.Origin}", "https://{a}.test");
    expect(importSite([{ path: "caddy.json", text: asking }]).site?.fallback).toMatchObject({
      origins: ["https://x.test"],
    });
  });

  test("and is refused with a place if it is no JSON", () => {
    const read = (): unknown => lint([{ path: "caddy.json", text: text.replace("},\n  {", "}\n  {") }]);
    expect(read).toThrow(ReadError);
    expect(read).toThrow("caddy.json:7:3: this is no JSON");
  });
});
