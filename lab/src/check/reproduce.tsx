import type { Explanation, Report } from "@concors/explain";
import type { VNode } from "preact";
import { CodeBlock } from "../parts/code-block.tsx";
import { engineTitles } from "./words.ts";

interface ReproduceProps {
  readonly report: Report;
  readonly explanation: Explanation;
}

/** The same requests again, and what each browser's console says of them. */
export function Reproduce({ explanation: { reproduce, request }, report: { engines } }: ReproduceProps): VNode {
  const told = engines.filter(({ console, javascript }) => console.length > 0 || javascript !== null);
  return (
    <>
      {told.length === 0 ? null : (
        <section class="report-part" aria-labelledby="console-lines-title">
          <details class="more">
            <summary>
              <h3 id="console-lines-title">What each console says</h3>
            </summary>
            <div class="report-codes">
              {told.map(({ console, engine, javascript }) => (
                <CodeBlock
                  key={engine}
                  title={engineTitles[engine]}
                  text={[...console, ...(javascript === null ? [] : [javascript])].join("\n")}
                />
              ))}
            </div>
          </details>
        </section>
      )}
      <section class="report-part" aria-labelledby="again-title">
        <details class="more">
          <summary>
            <h3 id="again-title">Make the same requests</h3>
          </summary>
          <div class="report-codes">
            <CodeBlock
              title="curl"
              about="What a browser sends, without what no server decides by"
              text={reproduce.curl.join("\n")}
            />
            <CodeBlock title="fetch" about={`In the console of a page of ${request.origin}`} text={reproduce.fetch} />
          </div>
        </details>
      </section>
    </>
  );
}
