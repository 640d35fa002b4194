import { itemsAt, textAt } from "../../data/data.ts";
import type { Data } from "../../data/data.ts";
import { parseData } from "../../data/parse-data.ts";
import type { Dialect, SourceFile, Told } from "../../reading.ts";
import { labelledForTraefik } from "./compose-labels.ts";
import { Notes } from "./document.ts";
import type { DocumentKind } from "./document.ts";
import { envoy } from "./envoy.ts";
import { gatewayApi } from "./gateway-api.ts";
import { ingressNginx } from "./ingress-nginx.ts";
import { istio } from "./istio.ts";
import { kong } from "./kong.ts";
import { nginxSnippets } from "./nginx-snippets.ts";
import { spring } from "./spring.ts";
import { traefik } from "./traefik.ts";

const kinds: readonly DocumentKind[] = [ingressNginx, nginxSnippets, gatewayApi, istio, traefik, kong, envoy, spring];

/** Objects of Kubernetes, and what else is YAML: files of Traefik, Envoy, Kong and Spring, one or several documents in each. */
export const yaml: Dialect = {
  name: "yaml",
  title: "YAML of Kubernetes, Traefik, Envoy, Kong and Spring",
  recognizes: isYaml,
  read: (files): Told => {
    const notes = new Notes();
    const parsed = files.map((file) => ({ file, documents: parseData(file).flatMap(objectsOf) }));
    const all = parsed.flatMap(({ documents }) => documents);
    const blocks = all.flatMap((document) =>
      kinds.filter(({ is }) => is(document)).flatMap(({ read }) => read(document, notes, all)),
    );
    for (const { file, documents } of parsed)
      if (saysCors.test(file.text) && !documents.some((document) => kinds.some(({ is }) => is(document))))
        notes.unseen.push({ path: file.path, span: null, why: "It speaks of CORS in a form that is not read here." });
    return { blocks, unseen: notes.unseen, findings: notes.findings };
  },
};

const saysCors = /\bcors\b|access-?control-?allow-?origin/i;

function isYaml({ path, text }: SourceFile): boolean {
  if (/\.ya?ml$/i.test(path)) return true;
  if (/\.json$/i.test(path)) return /"apiVersion"\s*:|"_format_version"\s*:|"typed_per_filter_config"\s*:/.test(text);
  return !/\.\w+$/.test(path) && /^apiVersion:|^_format_version:/m.test(text);
}

/** A `List` is the objects in it; labels in a file for Compose are one for Traefik. */
function objectsOf(document: Data): readonly Data[] {
  const labelled = labelledForTraefik(document);
  if (labelled !== null) return [document, labelled];
  return textAt(document, "kind") === "List" ? itemsAt(document, "items") : [document];
}
