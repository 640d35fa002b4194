import { entriesAt, scalarsAt, textAt } from "../../data/data.ts";
import type { Data, DataEntry, DataScalar } from "../../data/data.ts";
import type { Place } from "../../finding.ts";

/**
 * What labels of services say to Traefik, as a file for it would; null if they say nothing to it.
 *
 * @see https://doc.traefik.io/traefik/reference/install-configuration/providers/docker/
 */
export function labelledForTraefik(document: Data): Data | null {
  const labels = entriesAt(document, "services").flatMap(([, { value: service }]) =>
    [["labels"], ["deploy", "labels"]].flatMap((names) => labelsAt(service, names)),
  );
  const middlewares = new Map<string, Label[]>();
  const routers = new Map<string, Label[]>();
  for (const { name, ...rest } of labels) {
    const [, kind = "", owner = "", field = ""] =
      /^traefik\.http\.(middlewares|routers)\.([^.]+)\.(.+)$/i.exec(name) ?? [];
    const owners = kind.toLowerCase() === "routers" ? routers : middlewares;
    if (owner !== "") owners.set(owner, [...(owners.get(owner) ?? []), { name: field, ...rest }]);
  }
  const [first] = labels;
  if (first === undefined || middlewares.size === 0) return null;
  const { at } = first;
  return mapOf(at, [
    [
      "http",
      mapOf(at, [
        [
          "middlewares",
          mapOf(
            at,
            [...middlewares].map(([owner, own]) => [owner, middlewareOf(own)]),
          ),
        ],
        [
          "routers",
          mapOf(
            at,
            [...routers].map(([owner, own]) => [owner, routerOf(own)]),
          ),
        ],
      ]),
    ],
  ]);
}

interface Label {
  readonly name: string;
  readonly text: string;
  readonly at: Place;
}

/** `- name=value`, or a map. */
function labelsAt(service: Data, names: readonly string[]): readonly Label[] {
  const listed = scalarsAt(service, ...names).flatMap(({ text, at }): Label[] => {
    const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
    return name === undefined || value === undefined ? [] : [{ name, text: unescaped(value), at }];
  });
  const mapped = entriesAt(service, ...names).flatMap(([name, { value }]): Label[] => {
    const text = textAt(value);
    return text === undefined ? [] : [{ name, text: unescaped(text), at: value.at }];
  });
  return [...listed, ...mapped];
}

/** Compose takes a dollar for a variable, and two for one. */
function unescaped(text: string): string {
  return text.replaceAll("$$", "$");
}

const lists = [
  "accessControlAllowHeaders",
  "accessControlAllowMethods",
  "accessControlAllowOriginList",
  "accessControlAllowOriginListRegex",
  "accessControlExposeHeaders",
];
const scalars = ["accessControlAllowCredentials", "accessControlMaxAge", "addVaryHeader"];

/** Names of options are written in any case, as labels are. */
function middlewareOf(labels: readonly Label[]): Data {
  const { at } = labels[0]!;
  const own = (field: string): Label | undefined =>
    labels.find(({ name }) => name.toLowerCase() === `headers.${field.toLowerCase()}`);
  const entries = [
    ...lists.flatMap((field): Named[] => {
      const label = own(field);
      return label === undefined ? [] : [[field, listOf(label)]];
    }),
    ...scalars.flatMap((field): Named[] => {
      const label = own(field);
      return label === undefined ? [] : [[field, scalarOf(label.text, label.at)]];
    }),
  ];
  const custom = labels.flatMap((label): Named[] => {
    const [, name] = /^headers\.customresponseheaders\.(.+)$/i.exec(label.name) ?? [];
    return name === undefined ? [] : [[name, scalarOf(label.text, label.at)]];
  });
  const all: readonly Named[] =
    custom.length === 0 ? entries : [...entries, ["customResponseHeaders", mapOf(at, custom)]];
  return mapOf(at, all.length === 0 ? [] : [["headers", mapOf(all[0]![1].at, all, all[0]![1].at)]]);
}

function routerOf(labels: readonly Label[]): Data {
  return mapOf(
    labels[0]!.at,
    labels.map((label): Named => [
      label.name,
      label.name === "middlewares" ? listOf(label) : scalarOf(label.text, label.at),
    ]),
  );
}

type Named = readonly [name: string, value: Data];

/** @param keyAt where all of its keys are, so that nothing is put between them */
function mapOf(at: Place, values: readonly Named[], keyAt?: Place): Data {
  const entries = values.map(([name, value]): readonly [string, DataEntry] => [
    name,
    { keyAt: keyAt ?? value.at, value },
  ]);
  return { kind: "map", entries: new Map(entries), at };
}

function listOf({ text, at }: Label): Data {
  const items = text.split(",").map((one) => scalarOf(one.trim(), at));
  return { kind: "list", items: items.filter((item) => item.text !== ""), at };
}

/** A part of a label has no place of its own, so nothing is put there. */
function scalarOf(text: string, at: Place): DataScalar {
  return { kind: "scalar", text, at, print: () => null, alone: () => null };
}
