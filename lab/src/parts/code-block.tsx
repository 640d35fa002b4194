import type { ComponentChildren, VNode } from "preact";
import "./code-block.css";
import { CopyButton } from "./copy-button.tsx";
import { saveFile, textFile } from "./save.ts";
import { Icon } from "./icon.tsx";

interface CodeBlockProps {
  /** What it is: a file's name, a few words. */
  readonly title: string;
  /** What there is to know about it; beneath the title. */
  readonly about?: ComponentChildren;
  readonly text: string;
  /** What it is saved as; it cannot be if this is left out. */
  readonly fileName?: string;
}

/** Code to be taken along. */
export function CodeBlock({ about, fileName, text, title }: CodeBlockProps): VNode {
  return (
    <figure class="code-block">
      <figcaption>
        <span class="code-block-title">
          <b>{title}</b>
          {about === undefined ? null : <span class="soft small">{about}</span>}
        </span>
        <span class="code-block-actions">
          <CopyButton text={text} what={title} />
          {fileName === undefined ? null : (
            <button type="button" class="button little" onClick={() => saveFile(fileName, textFile(text))}>
              <Icon name="down" />
              Save
              <span class="visually-hidden"> {title}</span>
            </button>
          )}
        </span>
      </figcaption>
      {/* Whoever has no mouse has to be able to scroll it. */}
      <pre class="code" tabIndex={0} role="region" aria-label={title}>
        <code>{text}</code>
      </pre>
    </figure>
  );
}
