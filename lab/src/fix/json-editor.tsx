import { useEffect, useRef } from "preact/hooks";
import { useSignal } from "@preact/signals";
import type { VNode } from "preact";
import type { OpenEditor } from "./code-mirror.ts";

interface JsonEditorProps {
  readonly value: string;
  readonly change: (text: string) => void;
  /** Whether there is something to mark in it. */
  readonly hasIssues: boolean;
}

/** JSON with its issues inline; a plain field until somebody turns to it, or if the editor cannot be loaded. */
export function JsonEditor({ change, hasIssues, value }: JsonEditorProps): VNode {
  const place = useRef<HTMLDivElement>(null);
  const editor = useRef<OpenEditor | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const isOpen = useSignal(false);
  // It is a third of a megabyte, which nobody needs who only reads.
  const isWanted = useSignal(false);
  const changed = useRef(change);
  const latest = useRef(value);
  changed.current = change;
  latest.current = value;
  useEffect(() => {
    if (hasIssues) isWanted.value = true;
  }, [hasIssues]);
  useEffect(() => {
    if (!isWanted.value) return undefined;
    let isGone = false;
    void (async () => {
      const { openEditor } = await import("./code-mirror.ts").catch(() => ({ openEditor: null }));
      if (isGone || openEditor === null || place.current === null) return;
      editor.current = openEditor(place.current, latest.current, (text) => changed.current(text));
      if (field.current !== null && document.activeElement === field.current)
        editor.current.focus(field.current.selectionStart);
      isOpen.value = true;
    })();
    return () => {
      isGone = true;
      editor.current?.close();
    };
  }, [isWanted.value]);
  useEffect(() => editor.current?.show(value), [value]);
  const want = (): void => {
    isWanted.value = true;
  };
  return (
    <div class="json-editor" onPointerEnter={want} onFocusIn={want}>
      <div ref={place} class="json-editor-place" />
      {isOpen.value ? null : (
        <textarea
          ref={field}
          class="input mono"
          rows={12}
          spellcheck={false}
          aria-labelledby="policy-json-label"
          value={value}
          onInput={(event) => change(event.currentTarget.value)}
        />
      )}
    </div>
  );
}
