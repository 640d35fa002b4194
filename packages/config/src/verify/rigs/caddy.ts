import { existsSync } from "node:fs";
import type { Rig, RigInput } from "../rig.ts";
import { freePort, startProgram } from "../server-process.ts";

const program = "/usr/bin/caddy";

export const caddyRig: Rig = {
  target: "caddy",
  facts: { upstream: "proxy", auth: "basic" },
  lacks: [],
  missing: () => (existsSync(program) ? null : "apt-get install caddy"),
  start: async (input) => {
    const port = await freePort();
    const generated = Object.fromEntries(input.generated.files.map(({ path, text }) => [path, text]));
    const options = ["--config", "{folder}/Caddyfile", "--adapter", "caddyfile"];
    return startProgram(port, {
      files: { Caddyfile: configuration(port, input), ...generated },
      check: [program, "validate", ...options],
      command: [program, "run", ...options],
      env: { HOME: "{folder}", XDG_CONFIG_HOME: "{folder}/config", XDG_DATA_HOME: "{folder}/data" },
    });
  },
};

/** Nobody's password. */
const passwordHash = `$2a$04$${"a".repeat(53)}`;

function configuration(port: number, { generated, upstreamPort, deadPort, own }: RigInput): string {
  const [file] = generated.files;
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
${file === undefined ? "" : `import ${file.path}`}
http://:${port} {
  bind 127.0.0.1
  route {
    ${file === undefined ? "" : `import ${name}`}
    ${own}
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
