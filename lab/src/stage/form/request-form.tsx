import type { VNode } from "preact";
import { Choices, SelectField, Switch, TextField } from "../../parts/field.tsx";
import type { Stage, StageRequest } from "../stage.ts";
import type { StageStore } from "../stage-store.ts";
import { HeaderLines } from "./header-lines.tsx";

const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "QUERY"];
const names = ["Accept-Language", "Authorization", "Content-Type", "Range", "X-Api-Key", "X-Requested-With"];

/** What site A's page asks. */
export function RequestForm({ store }: { readonly store: StageStore }): VNode {
  const stage = store.stage.value;
  const { page, request } = stage;
  const set = (changes: Partial<StageRequest>, field = ""): void =>
    store.change({ ...stage, request: { ...request, ...changes } }, field);
  const setPage = (changes: Partial<Stage["page"]>): void => store.change({ ...stage, page: { ...page, ...changes } });
  return (
    <div class="form">
      <Choices
        label="It asks"
        value={request.to}
        options={[
          ["B", "Site B"],
          ["A", "Itself"],
        ]}
        onChange={(to) => set({ to })}
      />
      <TextField
        label="Method"
        mono
        value={request.method}
        list={methods}
        onInput={(method) => set({ method }, "method")}
      />
      <HeaderLines
        label="Headers that the script sets"
        lines={request.headers}
        names={names}
        onChange={(headers, field) => set({ headers }, field)}
      />
      <BodyFields request={request} set={set} />
      <div class="form-pair">
        <SelectField
          label="credentials"
          mono
          value={request.credentials}
          options={[
            ["same-origin", "same-origin"],
            ["include", "include"],
            ["omit", "omit"],
          ]}
          onChange={(credentials) => set({ credentials })}
        />
        <SelectField
          label="mode"
          mono
          value={request.mode}
          options={[
            ["cors", "cors"],
            ["no-cors", "no-cors"],
            ["same-origin", "same-origin"],
          ]}
          onChange={(mode) => set({ mode })}
        />
        <SelectField
          label="redirect"
          mono
          value={request.redirect}
          options={[
            ["follow", "follow"],
            ["error", "error"],
            ["manual", "manual"],
          ]}
          onChange={(redirect) => set({ redirect })}
        />
        <SelectField
          label="How often"
          value={String(request.times) as "1"}
          options={[
            ["1", "Once"],
            ["2" as "1", "Twice"],
            ["3" as "1", "Three times"],
          ]}
          onChange={(times) => set({ times: Number(times) })}
        />
        {request.times > 1 && (
          <SelectField
            label="Pause between"
            value={String(request.pause) as "0"}
            options={pauses.map((pause) => [String(pause) as "0", pause === 0 ? "None" : `${pause} s`] as const)}
            onChange={(pause) => set({ pause: Number(pause) })}
          />
        )}
        <SelectField
          label="Page's scheme"
          mono
          value={page.scheme}
          options={[
            ["http", "http"],
            ["https", "https"],
          ]}
          onChange={(scheme) => setPage({ scheme })}
        />
      </div>
      <Switch checked={page.sandboxed} onChange={(sandboxed) => setPage({ sandboxed })}>
        Sandboxed: a page without an origin (<code>null</code>)
      </Switch>
    </div>
  );
}

const pauses = [0, 1, 2, 3, 6];

const bodyTypes = {
  none: { name: "None", body: null },
  text: { name: "Text", body: { type: null, text: "hello" } },
  form: { name: "Form", body: { type: "application/x-www-form-urlencoded", text: "a=1" } },
  json: { name: "JSON", body: { type: "application/json", text: '{"a":1}' } },
} as const satisfies Record<string, { name: string; body: StageRequest["body"] }>;

type BodyType = keyof typeof bodyTypes;

function BodyFields(props: {
  readonly request: StageRequest;
  readonly set: (changes: Partial<StageRequest>, field?: string) => void;
}): VNode {
  const { request, set } = props;
  const { body } = request;
  const kinds = Object.keys(bodyTypes) as BodyType[];
  const kind =
    kinds.find(
      (name) => (bodyTypes[name].body?.type ?? null) === (body?.type ?? null) && (name !== "none") === (body !== null),
    ) ?? "text";
  return (
    <>
      <Choices
        label="Body"
        value={kind}
        options={kinds.map((name) => [name, bodyTypes[name].name] as const)}
        onChange={(name) => set({ body: bodyTypes[name].body })}
      />
      {body !== null && (
        <TextField
          label="Its text"
          mono
          value={body.text}
          onInput={(text) => set({ body: { ...body, text } }, "body")}
        />
      )}
    </>
  );
}
