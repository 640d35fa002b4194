import { once } from "node:events";
import { createServer } from "node:http2";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { UpstreamKind } from "../../../src/index.ts";
import { freePort } from "../../../src/verify/free-port.ts";
import { nginxRig } from "../../../src/verify/rigs/nginx.ts";
import { phpRig, startPhp } from "../../../src/verify/rigs/php.ts";
import type { Rig, RigInput } from "../../../src/verify/index.ts";
import { startProgram } from "../../../src/verify/server-process.ts";
import { answer } from "../../../src/verify/upstream.ts";
import { applicationLacks, behaviourData } from "../../../src/verify/rigs/application.ts";
import { behave } from "../../../src/verify/rigs/python.ts";
import { uwsgi } from "../../../src/verify/rigs/wsgi-servers.ts";

/** An application that nginx does not ask by HTTP/1.1. */
interface Behind {
  readonly port: number;
  readonly stop: () => Promise<void>;
  /** What nginx tells it. */
  readonly parameters: string;
}

/** nginx in front of PHP by FastCGI, of Python by uWSGI, and of Node by HTTP/2 as gRPC has it; none knows of CORS. */
export const nginxUpstreamRigs: readonly Rig[] = [
  behindNginx("fastcgi", phpRig.missing, async (input) => {
    const { port, folder, stop } = await startPhp({ ...input, own: "", generated: { ...input.generated, files: [] } });
    const script = `fastcgi_param SCRIPT_FILENAME ${folder}/index.php; fastcgi_param REDIRECT_STATUS 200;`;
    return { port, stop, parameters: `include /etc/nginx/fastcgi_params; ${script}` };
  }),
  behindNginx(
    "uwsgi",
    () => (uwsgi.python("json") === null ? uwsgi.install("python3") : null),
    async () => {
      const port = await freePort();
      const { stop } = await startProgram(port, {
        files: { "main.py": `${behave}${application}`, "behaviours.json": behaviourData },
        command: uwsgi.command(port, uwsgi.python("json")!),
      });
      return { port, stop, parameters: "include /etc/nginx/uwsgi_params;" };
    },
  ),
  behindNginx("grpc", () => null, startHttp2),
];

const application = `
def application(environ, start_response):
    status, headers, body = behave(environ["REQUEST_METHOD"], environ["PATH_INFO"], environ.get("HTTP_ORIGIN"))
    start_response(f"{status} Answered", [(name, value) for name, value in headers])
    return [body.encode()]
`;

async function startHttp2(): Promise<Behind> {
  // The same, to what answers by either.
  const server = createServer((request, response) =>
    answer(request as unknown as IncomingMessage, response as unknown as ServerResponse),
  );
  const sessions = new Set<{ destroy: () => void }>();
  server.on("session", (session) => void sessions.add(session));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const stop = async (): Promise<void> => {
    for (const session of sessions) session.destroy();
    server.close();
    await once(server, "close");
  };
  return { port: (server.address() as AddressInfo).port, stop, parameters: "" };
}

function behindNginx(
  upstream: UpstreamKind,
  missing: () => string | null,
  startBehind: (input: RigInput) => Promise<Behind>,
): Rig {
  return {
    ...nginxRig,
    facts: { upstream, auth: "basic" },
    // The server behind answers these in its own way, or not at all.
    lacks: applicationLacks.filter((lack) => lack !== "down" && lack !== "private"),
    missing: () => nginxRig.missing() ?? missing(),
    start: async (input) => {
      const { port, stop, parameters } = await startBehind(input);
      const pass = (to: number): string => `${upstream}_pass 127.0.0.1:${to};`;
      const own = `
${parameters}
location ~ /down$ { ${pass(input.deadPort)} }
location ~ /private$ { auth_basic "private"; auth_basic_user_file nobody; ${pass(port)} }
location ~ ^/ { ${pass(port)} }
${input.own}`;
      try {
        const running = await nginxRig.start({ ...input, own });
        return { ...running, stop: async () => void (await Promise.all([running.stop(), stop()])) };
      } catch (error) {
        await stop();
        throw error;
      }
    },
  };
}
