import { existsSync } from "node:fs";
import { freePort } from "../free-port.ts";
import type { Rig, RigInput } from "../rig.ts";
import { filesOf, startProgram } from "../server-process.ts";

const program = "/usr/bin/caddy";

export const caddyRig: Rig = {
  target: "caddy",
  facts: { upstream: "proxy", auth: "basic" },
  lacks: [],
  missing: () => (existsSync(program) ? null : "apt-get install caddy"),
  start: async (input) => {
    const port = await freePort();
    const options = ["--config", "{folder}/Caddyfile", "--adapter", "caddyfile"];
    return startProgram(port, {
      files: { Caddyfile: configuration(port, input), ...filesOf(input) },
      check: [program, "validate", ...options],
      command: [program, "run", ...options],
      env: { HOME: "{folder}", XDG_CONFIG_HOME: "{folder}/config", XDG_DATA_HOME: "{folder}/data" },
    });
  },
};

/** Nobody's password. */
const passwordHash = `$2a$04$${"a".repeat(53)}`;

/** The last file is the one that the site imports from; what is before it is for that file. */
function configuration(port: number, input: RigInput): string {
  const { generated, upstreamPort, deadPort, own, around = "", certificate } = input;
  const file = generated.files.at(-1);
  const [, name] = /^\((\w+)\)/m.exec(file?.text ?? "") ?? [];
  const proxyTo = (matcher: string, to: number): string => `
    reverse_proxy ${matcher} 127.0.0.1:${to} {
      ${file?.text.includes(`(${name}_upstream)`) === true ? `import ${name}_upstream` : ""}
    }`;
  return `
{
  admin off
  auto_https off
  log {
    level ERROR
  }
}
${generated.files.map(({ path }) => `import ${path}`).join("\n")}
${around}
${certificate === undefined ? `http://:${port}` : `https://api.example.net:${port}`} {
  bind 127.0.0.1
  ${certificate === undefined ? "" : "tls {folder}/tls.crt {folder}/tls.key"}
  route {
    ${file === undefined ? "" : `import ${name}`}
    ${own}
    request_body {
      max_size 1000
    }
    @private path */private
    basicauth @private {
      nobody ${passwordHash}
    }
    @down path */down
    ${proxyTo("@down", deadPort)}
    ${proxyTo("", upstreamPort)}
  }
}
`;
}
