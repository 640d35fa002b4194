import type { SlimFinding, SlimReport } from "../entry.ts";
import { printable } from "../../terminal/printable.ts";
import { styleSheet } from "./html-style.ts";
import { counted, summarySentence } from "./summary.ts";
import type { Summary } from "./summary.ts";
import { hasNothingToSay, letsWords } from "./terminal-report.ts";

/**
 * A report in one file: nothing in it is loaded from elsewhere, and nothing that a server sent is anything but text.
 *
 * @param made when it was made, for people
 */
export function toHtml(reports: readonly SlimReport[], summary: Summary, made: string): string {
  const worst = [...reports].sort((a, b) => rank(b) - rank(a));
  const only = reports.length === 1 ? reports[0]! : null;
  const grade = worst.find((report) => report.grade !== null)?.grade ?? null;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Audit of CORS${only === null ? "" : `: ${escape(only.url)}`}</title>
<style>${styleSheet}</style>
<main>
<header>
${badge(grade, "large")}
<div>
<h1>Audit of CORS</h1>
<p class="sum">${escape(summarySentence(summary))}</p>
<p class="made">Made by Concors, ${escape(made)}</p>
</div>
</header>
${reports.length > 1 ? overview(worst) : ""}
${worst.map((report, index) => (reports.length > 1 && hasNothingToSay(report) ? "" : section(report, index))).join("\n")}
</main>
</html>
`;
}

const ranks = "ABCDF";

function rank({ grade }: SlimReport): number {
  return grade === null ? -1 : ranks.indexOf(grade);
}

function badge(grade: SlimReport["grade"], size: "large" | "small"): string {
  const words = grade === null ? "not found out" : `grade ${grade}`;
  return `<span class="grade g${grade ?? "x"} ${size}" role="img" aria-label="${words}">${grade ?? "?"}</span>`;
}

function overview(reports: readonly SlimReport[]): string {
  const rows = reports.map((report, index) => {
    const { findings, grade, reason, url } = report;
    const name = hasNothingToSay(report)
      ? `<span class="url">${escape(url)}</span>`
      : `<a class="url" href="#u${index}">${escape(url)}</a>`;
    const found = reason === null ? findings.map(pill).join("") : escape(reason);
    return `<li>${badge(grade, "small")}${name}<span class="codes">${found}</span></li>`;
  });
  return `<ul class="overview">${rows.join("\n")}</ul>`;
}

function pill({ code, severity }: SlimFinding): string {
  return `<b class="pill ${severity}">${code}</b>`;
}

function section({ findings, grade, lets, notes, reason, requests, url }: SlimReport, index: number): string {
  const facts = [...(lets === null ? [] : [letsWords[lets]]), counted(requests, "request")].join(" · ");
  const nothing = reason === null && findings.length === 0 ? `<p class="fine">Nothing to mend.</p>` : "";
  return `<section id="u${index}">
<h2>${badge(grade, "small")}<span>${escape(url)}</span></h2>
<p class="facts">${escape(facts)}</p>
${reason === null ? "" : `<p class="reason">${escape(reason)}</p>`}${nothing}
${findings.map(article).join("\n")}
${notes.map((note) => `<p class="note">${escape(note)}</p>`).join("\n")}
</section>`;
}

function article(finding: SlimFinding): string {
  const { browsers, code, evidence, isKnown, message, reads, remedy, severity, title, who } = finding;
  const by =
    who === null
      ? ""
      : `<dt>Who</dt><dd>${escape(upper(who))}.${readsSentence[reads ?? "nothing"]}${browsersLine(browsers)}</dd>`;
  return `<article class="${severity}">
<h3><b class="pill ${severity}">${severity}</b> ${escape(title)} <code>${code}</code>${isKnown === true ? ` <i>known</i>` : ""}</h3>
<p>${escape(message)}</p>
<dl>${by}<dt>Mend</dt><dd>${escape(remedy)}</dd></dl>
<details${severity === "info" ? "" : " open"}><summary>What shows it</summary><pre>${lines(evidence.request, "&gt; ")}
${lines([String(evidence.status), ...evidence.answer], "&lt; ")}</pre></details>
</article>`;
}

const readsSentence = {
  credentialed: " Reads as the user.",
  anonymous: " Reads without credentials.",
  nothing: "",
} as const;

function browsersLine(browsers: readonly string[]): string {
  return browsers.length === 0 ? "" : ` <span class="browsers">${escape(browsers.join(" · "))}</span>`;
}

function lines(texts: readonly string[], mark: string): string {
  return texts.map((text) => `<span>${mark}</span>${escape(text)}`).join("\n");
}

function upper(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text, and nothing but text: also what turns the direction of it is written out. */
function escape(text: string): string {
  return printable(text).replace(/[&<>"']/g, (character) => entities[character]!);
}
