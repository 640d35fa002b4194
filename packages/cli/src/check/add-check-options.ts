import { engineNames } from "@concors/browser/engine";
import type { Destination } from "@concors/explain";
import { serverNames } from "@concors/explain";
import type { Command } from "commander";
import { Option } from "commander";

/** What can ask: `fetch`, if nothing is said. */
export const destinations: readonly Destination[] = [
  "fetch",
  "xhr",
  "img",
  "canvas",
  "script",
  "module",
  "worker",
  "font",
  "style",
  "eventsource",
  "beacon",
];

/** The options of `concors check`, by what they are about. */
export function addCheckOptions(command: Command): void {
  const collect = (value: string, values: readonly string[] = []): readonly string[] => [...values, value];
  command
    .optionsGroup("Ways in, instead of a URL:")
    .option(
      "--curl <command>",
      'a curl command, as developer tools copy it ("Copy as cURL", bash or cmd); - for standard input',
    )
    .option(
      "--fetch <code>",
      'a call of fetch, as developer tools copy it ("Copy as fetch"), or of axios, $.ajax or an XMLHttpRequest; - for standard input',
    )
    .option("--har <file>", "explain what a recording of developer tools holds; nothing is sent; - for standard input")
    .optionsGroup("The request:")
    .option("-X, --request <method>", "the method; GET, or POST with -d, if left out")
    .option("-H, --header <header>", 'a header that the page sets, "Name: value"; repeatable', collect, [])
    .option("-d, --data <text>", "the body; as fetch sends a string: text/plain, unless -H says otherwise")
    .addOption(
      oneOf("--as <initiator>", `what asks: fetch (if left out), ${destinations.slice(1).join(", ")}`, destinations),
    )
    .addOption(
      oneOf(
        "--crossorigin <value>",
        "the attribute of an img, canvas, script, module or style: anonymous or use-credentials",
        ["anonymous", "use-credentials"],
      ),
    )
    .addOption(
      oneOf("--credentials <mode>", "same-origin (if left out), include or omit", ["same-origin", "include", "omit"]),
    )
    .addOption(oneOf("--mode <mode>", "cors (if left out), no-cors or same-origin", ["cors", "no-cors", "same-origin"]))
    .addOption(oneOf("--redirect <mode>", "follow (if left out), error or manual", ["follow", "error", "manual"]))
    .option("--keepalive", "the request may outlive the page")
    .option("--read <header>", "a header that the page reads of the answer; repeatable", collect)
    .optionsGroup("The page:")
    .option("--from <origin>", "the page's origin, like https://app.example.com; null for an opaque one")
    .option("--page <url>", "the page's own address: it is asked for its Content-Security-Policy, in <meta> too")
    .option("--page-https", "the page is secure, and judged as it stands: mixed content counts on this machine too")
    .option("--csp <policy>", "the page's Content-Security-Policy; repeatable", collect)
    .addOption(
      choice(
        "--coep <policy>",
        "the page's Cross-Origin-Embedder-Policy: unsafe-none (if left out), credentialless or require-corp",
        ["unsafe-none", "credentialless", "require-corp"],
      ),
    )
    .option("--sandboxed", "the page is a sandboxed frame: its origin is opaque")
    .optionsGroup("Browsers:")
    .addOption(
      choice("--browser <engine>", "all (if left out), chromium, firefox, webkit, or spec for the standard", [
        "all",
        ...engineNames,
      ]),
    )
    .addOption(
      oneOf("--real <browser>", "have an installed browser send it too: chromium, firefox or webkit", [
        "chromium",
        "firefox",
        "webkit",
      ]),
    )
    .option("--hsts", "the browser knows that the host is to be asked by https")
    .optionsGroup("What is sent, and how:")
    .option("--send", "send the request even if it may change something")
    .option("--insecure", "accept any certificate")
    .option("--cacert <file>", "an authority to trust, in PEM, instead of those that are well known")
    .option("--resolve <host:port:address>", "where to find a host; repeatable", collect, [])
    .option("--timeout <seconds>", "how long to wait for an answer; 10 if left out", "10")
    .optionsGroup("What is printed:")
    .option("-v, --verbose", "show every header, and the whole fix")
    .addOption(fixOption())
    .option("--json", "print the report as JSON (docs/explanation.schema.json)")
    .addOption(oneOf("--print <form>", "print the same requests in another form: curl, as commands", ["curl"]))
    .option("--no-color", "do not colour; nor with NO_COLOR, nor in a pipe");
}

function fixOption(): Option {
  const description = `print only the new configuration or code: auto for the server that answered, or a name of concors config targets`;
  return new Option("--fix <server>", description).choices(["auto", ...serverNames]);
}

/** One of several; the first if it is left out. */
function choice(flags: string, description: string, choices: readonly string[]): Option {
  return oneOf(flags, description, choices).default(choices[0]);
}

/** One of several; if it is left out, something else may say which. */
function oneOf(flags: string, description: string, choices: readonly string[]): Option {
  return new Option(flags, description).choices(choices);
}
