import { stringify } from "yaml";

/** Plain data as YAML; what is undefined is left out. Lines are as long as their values. */
export function yaml(value: unknown): string {
  return stringify(value, { lineWidth: 0, aliasDuplicateObjects: false, indentSeq: false });
}

/** A list, or nothing where it would be empty. */
export function someOf<Item>(items: readonly Item[]): readonly Item[] | undefined {
  return items.length === 0 ? undefined : items;
}
