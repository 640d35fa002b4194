import { startProgram } from "../../../config/src/verify/server-process.ts";
import { inFront, mistakesOfApplication, page, putJson } from "./application.ts";
import type { RealServer } from "./real-server.ts";
import { filesOf, missingPrograms, partAt, saidBy } from "./real-server.ts";

const program = "/usr/bin/caddy";

export const caddy: RealServer = {
  name: "caddy",
  missing: missingPrograms([program], "apt-get install caddy"),
  mistakes: [
    ...mistakesOfApplication,
    { name: "502 has no header", path: "/down", args: [], code: "CORS-O02" },
    { name: "a file answers OPTIONS by itself", path: "/file", args: putJson, code: "CORS-P05" },
    {
      name: "Caddy and the application behind it both allow",
      path: "/methods",
      args: [],
      code: "CORS-O06",
      config: `header Access-Control-Allow-Origin "${page}"`,
    },
    {
      name: "Caddy loses a header that waits for the answer, on its own errors",
      path: "/down",
      args: [],
      code: "CORS-O02",
      config: `header >Access-Control-Allow-Origin "${page}"`,
    },
  ],
  start: (port, { config = "" }, fix) => {
    const top = fix === null ? "" : `import ${partAt(fix, /^imported at the top of the Caddyfile/).part.path}`;
    const [first = ""] = saidBy(fix, /; (import \w+) first in a route block around the rest of the site/);
    // An application that says nothing about CORS has nothing taken out.
    const each = fix?.parts.flatMap(({ where }) => /; (import \w+) in each reverse_proxy block/.exec(where)?.[1] ?? []);
    const options = ["--config", "{folder}/Caddyfile", "--adapter", "caddyfile"];
    return inFront((application) =>
      startProgram(port, {
        files: {
          Caddyfile: source({ port, application, top, route: fix === null ? config : first, proxy: each?.[0] ?? "" }),
          "site/file": "a file",
          ...filesOf(fix),
        },
        command: [program, "run", ...options],
        env: { HOME: "{folder}", XDG_CONFIG_HOME: "{folder}/config", XDG_DATA_HOME: "{folder}/data" },
      }),
    );
  },
};

interface Configuration {
  readonly port: number;
  readonly application: number;
  readonly top: string;
  readonly route: string;
  readonly proxy: string;
}

const source = ({ port, application, top, route, proxy }: Configuration): string => `
{
  admin off
  auto_https off
  log {
    level ERROR
  }
}
${top}
http://:${port} {
  bind 127.0.0.1
  route {
    ${route}
    @file path /file
    file_server @file {
      root {folder}/site
    }
    @down path /down
    reverse_proxy @down 127.0.0.1:1 {
      ${proxy}
    }
    reverse_proxy 127.0.0.1:${application} {
      ${proxy}
    }
  }
}
`;
