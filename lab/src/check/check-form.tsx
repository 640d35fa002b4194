import { useRef } from "preact/hooks";
import { useSignal } from "@preact/signals";
import type { VNode } from "preact";
import { Icon } from "../parts/icon.tsx";
import { labInfo } from "../server/lab-server.ts";
import { box, check, outcome, prepare, recognised, recording, takeFile } from "./check-state.ts";
import { emptyForm } from "./check-link.ts";
import { PageFields } from "./page-fields.tsx";
import { recognisedWords } from "./recognise.ts";
import { RequestFields } from "./request-fields.tsx";

/** The one box, what it was taken for, and what else has to be said. */
export function CheckFormCard(): VNode {
  const isOver = useSignal(false);
  const what = recognised.value;
  const isAsked = what.kind === "url" || what.kind === "curl" || what.kind === "fetch";
  const submit = (event: Event): void => {
    event.preventDefault();
    void check();
  };
  const drop = (event: DragEvent): void => {
    const file = event.dataTransfer?.files[0];
    isOver.value = false;
    if (file === undefined) return;
    event.preventDefault();
    void takeFile(file);
  };
  return (
    <form
      class={`card check-form ${isOver.value ? "is-over" : ""}`}
      onSubmit={submit}
      onDrop={drop}
      onDragOver={(event) => {
        event.preventDefault();
        isOver.value = true;
      }}
      onDragLeave={() => (isOver.value = false)}
    >
      <Box />
      {isAsked ? <PageFields /> : null}
      {what.kind === "url" ? <RequestFields /> : null}
      <div class="check-go">
        {what.kind === "console" ? null : (
          <button class="button main" type="submit" disabled={outcome.value.kind === "busy" || !canCheck()}>
            <Icon name="play" />
            {outcome.value.kind === "busy" ? "Checking…" : "Check"}
          </button>
        )}
        <FileButton />
        {isAsked ? (
          <p class="soft small check-promise">
            Asked from this machine, as <code>concors check</code> asks: what may change something is not sent.
          </p>
        ) : null}
      </div>
      <Examples />
    </form>
  );
}

function canCheck(): boolean {
  const { kind } = recognised.value;
  return kind !== "nothing" && kind !== "unknown";
}

function Box(): VNode {
  const what = recognised.value;
  const file = recording.value;
  const words = recognisedWords(what);
  return (
    <div class="field">
      <label for="check-box">A URL, a curl command, a call of fetch, a console message or a HAR file</label>
      {file === null ? (
        <textarea
          id="check-box"
          class="input mono"
          rows={box.value.includes("\n") || box.value.length > 120 ? 6 : 2}
          spellcheck={false}
          autocomplete="off"
          autocapitalize="off"
          aria-describedby="check-box-what"
          placeholder="https://api.example.com/items"
          value={box.value}
          onInput={(event) => (box.value = event.currentTarget.value)}
          onKeyDown={(event) => {
            const isSubmit =
              event.key === "Enter" && (event.metaKey || event.ctrlKey || (!event.shiftKey && what.kind === "url"));
            if (!isSubmit) return;
            event.preventDefault();
            event.currentTarget.form?.requestSubmit();
          }}
        />
      ) : (
        <p id="check-box" class="check-file">
          <span class="mono">{file.name}</span>
          <button type="button" class="button little" onClick={() => (recording.value = null)}>
            Take it out
          </button>
        </p>
      )}
      <p id="check-box-what" class={`small ${what.kind === "unknown" ? "check-unknown" : "soft"}`} role="status">
        {words === "" ? "Nothing is sent before you say so." : words}
      </p>
    </div>
  );
}

function FileButton(): VNode {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        class="visually-hidden"
        id="check-har"
        type="file"
        tabIndex={-1}
        aria-label="A HAR file"
        accept=".har,.json,application/json"
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          event.currentTarget.value = "";
          if (file !== undefined) void takeFile(file);
        }}
      />
      <button type="button" class="button" onClick={() => input.current?.click()}>
        Open a HAR file
      </button>
    </>
  );
}

/** What can be tried without a server of one's own. */
function Examples(): VNode | null {
  const examples = labInfo.value?.examples ?? [];
  if (examples.length === 0) return null;
  return (
    <div class="check-examples">
      <p class="small soft" id="check-examples">
        Nothing at hand? Servers on this machine, each with something wrong but the last:
      </p>
      <ul aria-labelledby="check-examples">
        {examples.map(({ about, order }) => (
          <li key={about}>
            <button
              type="button"
              class="button little quiet"
              onClick={() => {
                prepare({
                  ...emptyForm,
                  url: order.url,
                  from: order.origin ?? "",
                  method: order.method ?? "GET",
                  headers: (order.headers ?? []).map(([name, value]) => `${name}: ${value}`).join("\n"),
                  body: order.body ?? "",
                  credentials: order.credentials ?? "same-origin",
                });
                void check();
              }}
            >
              {about}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
