import type { Block } from "../../block.ts";
import { entriesAt, scalarAt } from "../../data/data.ts";
import type { Data, DataScalar } from "../../data/data.ts";
import { nginx } from "../nginx/index.ts";
import type { DocumentKind } from "./document.ts";

/**
 * Lines for nginx in annotations of an Ingress, where they set the headers by hand.
 *
 * @see https://github.com/kubernetes/ingress-nginx/blob/controller-v1.15.1/docs/user-guide/nginx-configuration/annotations.md#configuration-snippet
 */
export const nginxSnippets: DocumentKind = {
  is: (document) => snippetsOf(document).length > 0,
  read: (document, notes) =>
    snippetsOf(document).flatMap((snippet): readonly Block[] => {
      const file = snippet.alone();
      if (file === null) {
        notes.note(snippet.at, "This snippet is not read: write it in lines of its own, behind a |.");
        return [];
      }
      const { blocks, findings, unseen } = nginx.read([file]);
      notes.findings.push(...findings);
      notes.unseen.push(...unseen);
      return blocks;
    }),
};

function snippetsOf(document: Data): readonly DataScalar[] {
  return entriesAt(document, "metadata", "annotations").flatMap(([name, { value }]) => {
    const snippet = /^nginx\..*\/(?:configuration|server)-snippet$/.test(name) ? scalarAt(value) : undefined;
    return snippet !== undefined && /access-control-allow-origin/i.test(snippet.text) ? [snippet] : [];
  });
}
