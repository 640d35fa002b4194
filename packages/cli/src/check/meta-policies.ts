import type { DefaultTreeAdapterTypes } from "parse5";
import { parse } from "parse5";

type Node = DefaultTreeAdapterTypes.Node;

/** What a policy of a document itself cannot say. */
const ignored = /^\s*(?:frame-ancestors|report-uri|sandbox)(?:\s|$)/i;

/**
 * The policies that a document has in itself: `<meta http-equiv="Content-Security-Policy">`, which counts in its head alone.
 *
 * @see https://html.spec.whatwg.org/#attr-meta-http-equiv-content-security-policy
 */
export function metaPolicies(html: string): string[] {
  const head = childNamed(childNamed(parse(html), "html"), "head");
  return childrenOf(head).flatMap((node) => {
    if (node.nodeName !== "meta" || !("attrs" in node)) return [];
    const attributes = new Map(node.attrs.map(({ name, value }) => [name, value]));
    if (attributes.get("http-equiv")?.toLowerCase() !== "content-security-policy") return [];
    const directives = (attributes.get("content") ?? "").split(";").filter((directive) => !ignored.test(directive));
    return [directives.join(";")];
  });
}

function childNamed(node: Node | undefined, name: string): Node | undefined {
  return childrenOf(node).find(({ nodeName }) => nodeName === name);
}

function childrenOf(node: Node | undefined): readonly Node[] {
  return node !== undefined && "childNodes" in node ? node.childNodes : [];
}
