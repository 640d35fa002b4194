import { useEffect, useRef } from "preact/hooks";
import { useSignal } from "@preact/signals";
import type { VNode } from "preact";
import type { OpenEditor } from "./code-mirror.ts";

interface JsonEditorProps {
  readonly value: string;
  readonly change: (text: string) => void;
}

/** JSON with its issues inline; a plain field until the editor is loaded, or if it cannot be. */
export function JsonEditor({ change, value }: JsonEditorProps): VNode {
  const place = useRef<HTMLDivElement>(null);
  const editor = useRef<OpenEditor | null>(null);
  const isOpen = useSignal(false);
  const changed = useRef(change);
  const latest = useRef(value);
  changed.current = change;
  latest.current = value;
  useEffect(() => {
    let isGone = false;
    void (async () => {
      const { openEditor } = await import("./code-mirror.ts").catch(() => ({ openEditor: null }));
      if (isGone || openEditor === null || place.current === null) return;
      editor.current = openEditor(place.current, latest.current, (text) => changed.current(text));
      isOpen.value = true;
    })();
    return () => {
      isGone = true;
      editor.current?.close();
    };
  }, []);
  useEffect(() => editor.current?.show(value), [value]);
  return (
    <div class="json-editor">
      <div ref={place} class="json-editor-place" />
      {isOpen.value ? null : (
        <textarea
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
