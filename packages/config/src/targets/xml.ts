/** An element of XML, its children each in a line of its own. */
export interface XmlElement {
  readonly name: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly children?: readonly XmlElement[];
  readonly text?: string;
}

/** The lines of an element, indented by some spaces. */
export function xmlLines({ name, attributes = {}, children = [], text }: XmlElement, indent = ""): readonly string[] {
  const open = [name, ...Object.entries(attributes).map(([key, value]) => `${key}="${escaped(value)}"`)].join(" ");
  if (text !== undefined) return [`${indent}<${open}>${escaped(text)}</${name}>`];
  if (children.length === 0) return [`${indent}<${open} />`];
  return [`${indent}<${open}>`, ...children.flatMap((child) => xmlLines(child, `${indent}  `)), `${indent}</${name}>`];
}

const references: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

function escaped(text: string): string {
  return text.replaceAll(/[&<>"]/g, (character) => references[character]!);
}
