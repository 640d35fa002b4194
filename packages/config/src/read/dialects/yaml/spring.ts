import type { Block, Scope } from "../../block.ts";
import { entriesAt, scalarsAt, textAt, untoldAt, valueAt } from "../../data/data.ts";
import type { Data } from "../../data/data.ts";
import type { PlacedText } from "../buckets/bucket-rule.ts";
import { springBlock, springScope } from "../java/spring-settings.ts";
import { pathScope } from "../path-scope.ts";
import type { DocumentKind, Notes } from "./document.ts";

/**
 * `application.yml` of Spring: Cloud Gateway's `globalcors`, and `cors` of the actuator and of GraphQL.
 *
 * @see https://docs.spring.io/spring-cloud-gateway/reference/spring-cloud-gateway-server-webflux/cors-configuration.html
 * @see https://docs.spring.io/spring-boot/reference/actuator/endpoints.html#actuator.endpoints.cors
 */
export const spring: DocumentKind = {
  is: (document) => settingsOf(document).length > 0,
  read: (document, notes) => settingsOf(document).map((settings) => settingsBlock(settings, notes)),
};

interface Settings {
  readonly settings: Data;
  readonly scope: Scope;
  /** What Spring Boot has where nothing is said. */
  readonly methods: readonly string[];
  readonly maxAge: number | null;
}

function settingsOf(document: Data): readonly Settings[] {
  const gateway = valueAt(document, "spring", "cloud", "gateway");
  const all = [gateway, valueAt(gateway, "server", "webflux"), valueAt(gateway, "server", "webmvc")].flatMap((one) => {
    const global = valueAt(one, "globalcors");
    return ["cors-configurations", "corsConfigurations"].flatMap((key) => entriesAt(global, key));
  });
  const global = all.map(([path, { value }]): Settings => {
    const scope = springScope(path.replace(/^\[(.*)\]$/, "$1"));
    return { settings: value, scope, methods: ["GET", "HEAD"], maxAge: null };
  });
  const actuator = valueAt(document, "management", "endpoints", "web");
  const base = textAt(actuator, "base-path") ?? textAt(actuator, "basePath") ?? "/actuator";
  const graphql = textAt(document, "spring", "graphql", "path") ?? "/graphql";
  const own = [
    [valueAt(actuator, "cors"), pathScope("prefix", base)],
    [valueAt(document, "spring", "graphql", "cors"), pathScope("exact", graphql)],
  ] as const;
  return [
    ...global,
    ...own.flatMap(([settings, scope]): readonly Settings[] =>
      settings === undefined ? [] : [{ settings, scope, methods: ["GET"], maxAge: 1800 }],
    ),
  ];
}

function settingsBlock({ settings, scope, methods, maxAge }: Settings, notes: Notes): Block {
  const listed = (name: string): readonly PlacedText[] => {
    const kebab = name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    const found = valueAt(settings, name) ?? valueAt(settings, kebab);
    const texts = scalarsAt(found).flatMap(({ text, at }) => text.split(",").map((one) => ({ text: one.trim(), at })));
    const isTold = ({ text }: PlacedText): boolean => !text.includes("${");
    for (const { at } of [...untoldAt(found), ...texts.filter((text) => !isTold(text))])
      notes.note(at, `What ${name} is given is not told by this file alone.`);
    return texts.filter(isTold);
  };
  const words = (name: string): readonly string[] => listed(name).map(({ text }) => text);
  const named = words("allowedMethods");
  const [age] = words("maxAge");
  return springBlock({
    at: settings.at,
    scope,
    origins: listed("allowedOrigins"),
    patterns: listed("allowedOriginPatterns"),
    methods: named.length === 0 ? methods : named,
    requestHeaders: words("allowedHeaders"),
    exposedHeaders: words("exposedHeaders"),
    credentials: words("allowCredentials")[0] === "true",
    maxAge: age === undefined ? maxAge : secondsOf(age),
  });
}

const units: ReadonlyMap<string, number> = new Map([
  ["", 1],
  ["s", 1],
  ["m", 60],
  ["h", 3600],
  ["d", 86_400],
]);

/** `1800`, `30m` */
function secondsOf(text: string): number | null {
  const [, count, unit = ""] = /^(\d{1,9})([smhd]?)$/.exec(text) ?? [];
  return count === undefined ? null : Number(count) * units.get(unit)!;
}
