import { existsSync } from "node:fs";
import { freePort, startProgram } from "@concors/config/verify";
import type { Rig } from "@concors/config/verify";
import { applicationLacks, behaviourData, textOf } from "./application.ts";

const puma = "/usr/bin/puma";

/** Puma and rack-cors: a snippet is written before `run`. */
export const rackRig: Rig = {
  target: "rack-cors",
  facts: {},
  lacks: applicationLacks,
  missing: () =>
    existsSync(puma) && existsSync("/usr/lib/ruby/vendor_ruby/rack/cors.rb")
      ? null
      : "apt-get install ruby-rack-cors puma",
  start: async (input) => {
    const port = await freePort();
    return startProgram(port, {
      files: { "config.ru": application(textOf(input)), "behaviours.json": behaviourData },
      check: ["/usr/bin/ruby", "-c", "config.ru"],
      command: [puma, "--quiet", "-e", "production", "-b", `tcp://127.0.0.1:${port}`, "config.ru"],
    });
  },
};

const application = (snippet: string): string => `
require 'json'
require 'rack/cors'
DATA_OF = JSON.parse(File.read('behaviours.json'))
${snippet}
run(lambda do |env|
  segment = env['PATH_INFO'].split('/').last || 'ok'
  does = DATA_OF['behaviours'][segment] || DATA_OF['behaviours']['ok']
  headers = Hash.new { |list, name| list[name] = [] }
  [[DATA_OF['upstreamHeader'], segment], *DATA_OF['commonHeaders'], *does['headers']].each do |name, value|
    headers[name] << value
  end
  if does['reflects']
    headers['Access-Control-Allow-Origin'] << (env['HTTP_ORIGIN'] || '*')
    headers['Access-Control-Allow-Credentials'] << 'true'
  end
  status = does[env['REQUEST_METHOD'] == 'OPTIONS' ? 'optionsStatus' : 'status']
  # Rack has lines of a header with line breaks between them.
  [status, headers.to_h { |name, lines| [name, lines.join("\\n")] }, [does['body']]]
end)
`;
