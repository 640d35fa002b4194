import { severities } from "@concors/explain/audit";
import type { Command } from "commander";
import { Option } from "commander";
import type { ExitStatus } from "../exit-status.ts";
import type { Io } from "../io.ts";
import type { AuditCommandOptions } from "./parse-audit.ts";
import { parseAudit } from "./parse-audit.ts";
import { runWorker } from "./queue/worker.ts";
import { runAudit } from "./run-audit.ts";

const help = `
Examples:
  concors audit https://api.example.com/me
  concors audit https://api.example.com/me -H "Cookie: session=…" --policy cors.json
  concors audit --list urls.txt --state audit.jsonl --html > report.html

Audit what is yours, or what you are asked to. Only GET, HEAD and OPTIONS are sent, at most 60 a URL
and 5 a second to a host, unless you say otherwise; redirects are not followed. Use a test user's
credentials: whether an answer is another for who is signed in decides how bad a hole is. They are
never printed. Every code is explained in docs/audit.md.

Exit status: 0 clean, 1 findings, 2 it could not be found out.`;

export function addAuditCommand(program: Command, io: Io, finish: (status: ExitStatus) => void): void {
  const collect = (value: string, values: readonly string[]): readonly string[] => [...values, value];
  program
    .command("audit")
    .description("try what an attacker's pages would: who is let in that should not be, and what caches mix up")
    .argument("[url...]", "what to audit")
    .option("--list <file>", "audit the URLs in a file, one a line; - for standard input")
    .option("--sitemap <url>", "audit the URLs that a sitemap names")
    .option("-H, --header <header>", 'a header of a user who is signed in, "Cookie: …"; repeatable', collect, [])
    .option("--origin <origin>", "an origin that is let in: those that look like it are tried; repeatable", collect, [])
    .option("--policy <file>", "a policy as JSON: what is meant; the site is held against it")
    .option("--method <name>", "a method to ask by too, like POST: it may change something; repeatable", collect, [])
    .option("--requests <number>", "no more requests to a URL than this; 60 if left out", "60")
    .option("--rate <number>", "requests a second to each host; 5 if left out, 0 for as many as come", "5")
    .option("--concurrency <number>", "how many URLs at a time; 8 if left out", "8")
    .option("--timeout <seconds>", "for each request, to its end; 10 if left out", "10")
    .option("--private", "audit private addresses too, and this machine")
    .option("--insecure", "accept any certificate")
    .option("--resolve <host:port:address>", "where to find a host; repeatable", collect, [])
    .option("--json", "print the report as JSON")
    .option("--sarif", "print the report as SARIF 2.1, which code hosts show")
    .option("--markdown", "print the report as Markdown")
    .option("--html", "print the report as one HTML file")
    .option("--proofs <folder>", "write a page for each hole that shows it in a browser")
    .addOption(
      new Option("--fail-on <severity>", `exit with 1 from this on: ${severities.join(", ")}; low if left out`)
        .choices(severities)
        .default("low"),
    )
    .option("--baseline <file>", "findings that are in it do not fail")
    .option("--write-baseline", "write what is found into the baseline")
    .option("--state <file>", "write what is found out as it comes, and go on there next time")
    .option("--queue <url>", "spread the URLs over workers, by a Redis: redis://host:port")
    .option("--worker", "take URLs from the queue")
    .option("--no-color", "do not colour; nor with NO_COLOR, nor in a pipe")
    .addHelpText("after", help)
    .action(async (urls: readonly string[], options: AuditCommandOptions) => {
      const input = parseAudit(urls, options);
      finish(input.isWorker ? await runWorker(input, io) : await runAudit(input, io));
    });
}
