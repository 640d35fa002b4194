import { useSignal } from "@preact/signals";
import type { Explanation, Report } from "@concors/explain";
import type { VNode } from "preact";
import { CopyButton } from "../parts/copy-button.tsx";
import { Icon } from "../parts/icon.tsx";
import { saveFile, textFile } from "../parts/save.ts";
import { writeCheckLink } from "./check-link.ts";
import { diagramOf } from "./diagram.ts";
import { pngOf } from "./draw-diagram.ts";
import { packResults } from "./packed-results.ts";
import { reportMarkdown } from "./report-markdown.ts";

interface ShareBarProps {
  readonly report: Report;
  readonly explanation: Explanation;
  /** The address that asks the same again. */
  readonly link: string;
}

/** How a report gets to somebody else. Secrets are redacted in all of it. */
export function ShareBar({ explanation, link, report }: ShareBarProps): VNode {
  const problem = useSignal("");
  const page = (): string => location.href.replace(/#.*$/s, "");
  const savePicture = async (): Promise<void> => {
    try {
      saveFile("cors-report.png", await pngOf(diagramOf(explanation)));
    } catch (error) {
      problem.value = error instanceof Error ? error.message : String(error);
    }
  };
  return (
    <div class="share" role="group" aria-label="Share it">
      <CopyButton text={() => `${page()}${link}`} label="Copy link" what="to ask the same again" />
      <CopyButton
        text={async () => `${page()}${writeCheckLink({ kind: "results", packed: await packResults([report]) })}`}
        label="Copy link with results"
        what="that opens where nothing can be asked"
      />
      <CopyButton text={() => reportMarkdown(report)} label="Copy Markdown" what="for an issue or a wiki" />
      <button
        type="button"
        class="button little"
        onClick={() => saveFile("cors-report.md", textFile(reportMarkdown(report), "text/markdown"))}
      >
        <Icon name="down" />
        Markdown<span class="visually-hidden"> as a file</span>
      </button>
      <button
        type="button"
        class="button little"
        onClick={() =>
          saveFile("cors-report.json", textFile(`${JSON.stringify(report, null, 2)}\n`, "application/json"))
        }
      >
        <Icon name="down" />
        JSON<span class="visually-hidden"> as a file</span>
      </button>
      <button type="button" class="button little" onClick={() => void savePicture()}>
        <Icon name="down" />
        Picture<span class="visually-hidden"> of the diagram, PNG</span>
      </button>
      {problem.value === "" ? null : <p role="alert">{problem}</p>}
    </div>
  );
}
