/** The members of a policy that the form has a field for. */
export type ListName = "origins" | "methods" | "requestHeaders" | "exposedHeaders";

/** What the form shows of a value that may be a policy, or become one. */
export interface PolicyParts {
  readonly origins: ListPart;
  readonly methods: ListPart;
  readonly requestHeaders: ListPart;
  readonly exposedHeaders: ListPart;
  readonly credentials: boolean;
  /** In seconds, as it is written; empty if nothing is said. */
  readonly maxAge: string;
}

/** A list, or all. */
export interface ListPart {
  readonly isAll: boolean;
  readonly entries: readonly string[];
}

type Members = Readonly<Record<string, unknown>>;

/** Reads what can be read of it; what is something else is left to the issues. */
export function partsOf(value: unknown): PolicyParts {
  const members = membersOf(value);
  return {
    origins: listPart(members["origins"]),
    methods: listPart(members["methods"]),
    requestHeaders: listPart(members["requestHeaders"]),
    exposedHeaders: listPart(members["exposedHeaders"]),
    credentials: members["credentials"] === true,
    maxAge: typeof members["maxAge"] === "number" ? String(members["maxAge"]) : "",
  };
}

/** The policy with another list. An empty one is left out, but for the origins, which every policy has. */
export function withList(value: unknown, name: ListName, { entries, isAll }: ListPart): unknown {
  const isLeftOut = !isAll && entries.length === 0 && name !== "origins";
  return withMember(value, name, isLeftOut ? undefined : isAll ? "*" : entries);
}

export function withCredentials(value: unknown, credentials: boolean): unknown {
  return withMember(value, "credentials", credentials ? true : undefined);
}

/** @param text seconds; what is no number stays a text, and is an issue */
export function withMaxAge(value: unknown, text: string): unknown {
  const trimmed = text.trim();
  const seconds = Number(trimmed);
  return withMember(value, "maxAge", trimmed === "" ? undefined : Number.isFinite(seconds) ? seconds : trimmed);
}

/** A list as somebody types it: an entry in each line, or several with commas between them. */
export function entriesOf(text: string): string[] {
  return text
    .split(/[\n,]/)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");
}

/** A member that is there keeps its place. */
function withMember(value: unknown, name: string, member: unknown): unknown {
  const { [name]: before, ...others } = membersOf(value);
  if (member === undefined) return others;
  return before === undefined ? { ...others, [name]: member } : { ...membersOf(value), [name]: member };
}

function membersOf(value: unknown): Members {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Members) : {};
}

function listPart(value: unknown): ListPart {
  if (value === "*") return { isAll: true, entries: [] };
  const entries = Array.isArray(value) ? (value as unknown[]) : typeof value === "string" ? [value] : [];
  return { isAll: false, entries: entries.filter((entry) => typeof entry === "string") };
}
