// What asks for the URL in a page, and what it can say of the request.

/** As `concors check --as` names them. */
export const asChoices = ["fetch", "xhr", "img", "script", "module", "font", "style", "eventsource", "beacon"] as const;

export type AsChoice = (typeof asChoices)[number];

/** As it stands in a page. */
export const asWords: Readonly<Record<AsChoice, string>> = {
  fetch: "fetch()",
  xhr: "XMLHttpRequest",
  img: "<img>",
  script: "<script>",
  module: '<script type="module">',
  font: "@font-face",
  style: '<link rel="stylesheet">',
  eventsource: "EventSource",
  beacon: "sendBeacon()",
};

/** A part of the request that what asks may choose. */
export type AskedField = "body" | "credentials" | "crossorigin" | "headers" | "method" | "mode" | "redirect";

const fields: Readonly<Record<AsChoice, readonly AskedField[]>> = {
  fetch: ["method", "credentials", "mode", "redirect", "headers", "body"],
  xhr: ["method", "credentials", "headers", "body"],
  img: ["crossorigin"],
  script: ["crossorigin"],
  module: ["crossorigin"],
  font: [],
  style: ["crossorigin"],
  eventsource: ["credentials"],
  beacon: ["body"],
};

/** Whether what asks has a say in it; the rest is the browser's. */
export function chooses({ as }: { readonly as: AsChoice }, field: AskedField): boolean {
  return fields[as].includes(field);
}
