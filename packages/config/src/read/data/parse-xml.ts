import { SaxesParser } from "saxes";
import type { Place } from "../finding.ts";
import { ReadError } from "../read-error.ts";
import type { SourceFile } from "../reading.ts";
import { TextLines } from "../text-lines.ts";

export interface XmlNode {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlNode[];
  /** What stands in it beside its children, without spaces around. */
  readonly text: string;
  /** Its opening tag. */
  readonly at: Place;
}

/** A node that is not closed yet. */
interface OpenNode extends XmlNode {
  readonly children: XmlNode[];
  text: string;
}

/**
 * The root of a file of XML.
 *
 * @throws ReadError where it cannot be parsed
 */
export function parseXml(file: SourceFile): XmlNode {
  const places = new TextLines(file);
  const parser = new SaxesParser({ xmlns: false, position: true });
  const open: OpenNode[] = [{ name: "", attributes: {}, children: [], text: "", at: places.place(0, 0) }];
  parser.on("error", ({ message }) => {
    const offset = Math.min(parser.position, file.text.length);
    throw new ReadError(message.replace(/^\d+:\d+: /, ""), places.place(offset, offset));
  });
  parser.on("opentag", ({ name, attributes }) => {
    const end = parser.position;
    const at = places.place(file.text.lastIndexOf(`<${name}`, end), end);
    const node: OpenNode = { name, attributes, children: [], text: "", at };
    open.at(-1)!.children.push(node);
    open.push(node);
  });
  const add = (text: string): void => {
    open.at(-1)!.text += text;
  };
  parser.on("text", add);
  parser.on("cdata", add);
  parser.on("closetag", () => {
    const node = open.pop()!;
    node.text = node.text.trim();
  });
  parser.write(file.text).close();
  return open[0]!.children[0]!;
}

export function childrenNamed(node: XmlNode | undefined, name: string): readonly XmlNode[] {
  return node?.children.filter((child) => child.name === name) ?? [];
}

export function childNamed(node: XmlNode | undefined, ...names: readonly string[]): XmlNode | undefined {
  let found = node;
  for (const name of names) found = childrenNamed(found, name)[0];
  return found;
}
