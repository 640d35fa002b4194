import { useSignal } from "@preact/signals";
import type { VNode } from "preact";
import { Icon } from "./icon.tsx";

interface CopyButtonProps {
  /** What is copied: a text, or what makes it when it is wanted. */
  readonly text: string | (() => string | Promise<string>);
  /** What it is, for who does not see beside what the button stands. */
  readonly what: string;
  /** What stands on the button; "Copy" if left out. */
  readonly label?: string;
}

/** Copies a text, and says so. */
export function CopyButton({ label = "Copy", text, what }: CopyButtonProps): VNode {
  const said = useSignal("");
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(typeof text === "string" ? text : await text());
      said.value = "Copied";
    } catch {
      said.value = "Not copied: select it, and press Ctrl+C";
    }
    setTimeout(() => (said.value = ""), 4000);
  };
  return (
    <>
      <button type="button" class="button little" onClick={() => void copy()}>
        <Icon name={said.value === "Copied" ? "allowed" : "copy"} />
        {said.value === "" ? label : said.value}
        <span class="visually-hidden"> {what}</span>
      </button>
      <span class="visually-hidden" role="status">
        {said}
      </span>
    </>
  );
}
