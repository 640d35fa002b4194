import { XMLParser, XMLValidator } from "fast-xml-parser";

/** An element, as a schema of IIS describes it. */
interface ElementSchema {
  readonly attributes?: Readonly<Record<string, RegExp>>;
  readonly required?: readonly string[];
  readonly children?: Readonly<Record<string, ElementSchema>>;
  /** Which attribute tells the children of a collection apart. */
  readonly key?: string;
}

const boolean = /^(true|false)$/;
const name = /^[\w.*-]+$/;

const headerCollection: ElementSchema = {
  attributes: { allowAllRequestedHeaders: boolean },
  key: "header",
  children: { add: { attributes: { header: name }, required: ["header"] } },
};

/**
 * The sections that are generated, as IIS knows them.
 *
 * @see https://learn.microsoft.com/en-us/iis/extensions/cors-module/cors-module-configuration-reference
 * @see https://learn.microsoft.com/en-us/iis/configuration/system.webserver/httpprotocol/customheaders/
 */
const configuration: ElementSchema = {
  children: {
    "system.webServer": {
      children: {
        cors: {
          attributes: { enabled: boolean, failUnlistedOrigins: boolean },
          key: "origin",
          children: {
            add: {
              attributes: {
                origin: /^(\*|https?:\/\/(\*\.)?[\w.[\]:-]+)$/,
                allowed: boolean,
                allowCredentials: boolean,
                maxAge: /^(-1|\d+)$/,
              },
              required: ["origin"],
              children: {
                allowHeaders: headerCollection,
                allowMethods: {
                  key: "method",
                  children: { add: { attributes: { method: name }, required: ["method"] } },
                },
                exposeHeaders: {
                  key: "header",
                  children: { add: { attributes: { header: name }, required: ["header"] } },
                },
              },
            },
          },
        },
        httpProtocol: {
          children: {
            customHeaders: {
              children: {
                remove: { attributes: { name }, required: ["name"] },
                add: { attributes: { name, value: /^[\w.*, -]+$/ }, required: ["name", "value"] },
              },
            },
          },
        },
      },
    },
  },
};

type Node = Readonly<Record<string, unknown>> & { readonly ":@"?: Readonly<Record<string, string>> };

/** What IIS would refuse of a `web.config`: one sentence each. */
export function webConfigMistakes(text: string): readonly string[] {
  const valid = XMLValidator.validate(text);
  if (valid !== true) return [valid.err.msg];
  const parser = new XMLParser({ preserveOrder: true, ignoreAttributes: false, attributeNamePrefix: "" });
  const roots = parser.parse(text) as readonly Node[];
  return childMistakes("", roots, { children: { configuration } });
}

function childMistakes(path: string, nodes: readonly Node[], schema: ElementSchema): string[] {
  const keys = new Set<string>();
  return nodes.flatMap((node) => {
    const tag = Object.keys(node).find((key) => key !== ":@")!;
    const where = `${path}/${tag}`;
    const known = schema.children?.[tag];
    if (known === undefined) return [`${where} is not known`];
    const attributes = node[":@"] ?? {};
    const key = schema.key === undefined ? undefined : attributes[schema.key]?.toLowerCase();
    const twice = key !== undefined && keys.has(key) ? [`${where} is twice for ${key}`] : [];
    if (key !== undefined) keys.add(key);
    return [
      ...twice,
      ...Object.entries(attributes).flatMap(([attribute, value]) =>
        known.attributes?.[attribute]?.test(value) === true ? [] : [`${where}/@${attribute} cannot be ${value}`],
      ),
      ...(known.required ?? []).flatMap((attribute) =>
        attribute in attributes ? [] : [`${where}/@${attribute} is missing`],
      ),
      ...childMistakes(where, node[tag] as readonly Node[], known),
    ];
  });
}
