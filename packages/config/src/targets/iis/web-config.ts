import { xmlLines } from "../xml.ts";
import type { XmlElement } from "../xml.ts";

/** A `web.config` with some elements for the server. The declaration is left out: a comment may stand before all. */
export function webConfig(elements: readonly XmlElement[]): readonly string[] {
  return xmlLines({ name: "configuration", children: [{ name: "system.webServer", children: elements }] });
}

/** Takes away what a folder above may add. */
export function removedHeaders(names: readonly string[], added: readonly XmlElement[] = []): XmlElement {
  const removed = names.map((name): XmlElement => ({ name: "remove", attributes: { name } }));
  return { name: "httpProtocol", children: [{ name: "customHeaders", children: [...removed, ...added] }] };
}
