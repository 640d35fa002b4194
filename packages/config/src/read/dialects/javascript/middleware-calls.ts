import type { Node } from "@babel/types";
import type { Scope } from "../../block.ts";
import { libraries, nest } from "./libraries.ts";
import type { Library } from "./libraries.ts";
import { allWithin, walk } from "./walk.ts";

/** A call that makes or registers a middleware for CORS. */
export interface MiddlewareCall {
  readonly library: Library;
  readonly call: Node;
  /** null if there are none. */
  readonly options: Node | null;
  readonly scope: Scope;
  /** The method of the one route that it is for: `put`; null if it is for all. */
  readonly method: string | null;
}

type Call = Extract<Node, { readonly type: "CallExpression" }>;

export function middlewareCalls(program: Node): readonly MiddlewareCall[] {
  const names = importedNames(program);
  const found: MiddlewareCall[] = [];
  walk(program, (node, around) => {
    if (node.type === "CallExpression" || node.type === "NewExpression") found.push(...handedOver(node, program));
    if (node.type !== "CallExpression") return;
    const { callee, arguments: given } = node;
    const library = libraryOf(callee, names);
    if (library !== undefined && library.name !== "@fastify/cors")
      found.push({ library, call: node, options: given[0] ?? null, ...routeOf(node, around) });
    if (callee.type !== "MemberExpression" || callee.property.type !== "Identifier") return;
    const registered = given[0] === undefined ? undefined : libraryOf(given[0], names);
    if (callee.property.name === "register" && registered !== undefined)
      found.push({ library: registered, call: node, options: given[1] ?? null, scope: { kind: "all" }, method: null });
    if (callee.property.name === "enableCors")
      found.push({ library: nest, call: node, options: given[0] ?? null, scope: { kind: "all" }, method: null });
  });
  return found;
}

/** `cors` among the options of a Nest application, or of a server of Socket.IO: both hand them to the one of Express. */
function handedOver(node: Call | Extract<Node, { readonly type: "NewExpression" }>, program: Node): MiddlewareCall[] {
  const { callee, arguments: given } = node;
  const isNest =
    callee.type === "MemberExpression" &&
    callee.object.type === "Identifier" &&
    callee.object.name === "NestFactory" &&
    callee.property.type === "Identifier" &&
    callee.property.name === "create";
  if (!isNest && !makesSockets(callee, program)) return [];
  const option = given
    .flatMap((argument) => (argument.type === "ObjectExpression" ? argument.properties : []))
    .find((one) => one.type === "ObjectProperty" && one.key.type === "Identifier" && one.key.name === "cors");
  if (option?.type !== "ObjectProperty") return [];
  const { value } = option;
  if (value.type === "BooleanLiteral" && !value.value) return [];
  return [
    {
      library: nest,
      call: option,
      options: value.type === "BooleanLiteral" ? null : value,
      scope: isNest ? { kind: "all" } : { kind: "prefix", path: "/socket.io" },
      method: null,
    },
  ];
}

/** `new Server(…)` of Socket.IO, `require("socket.io")(…)`, and the decorator of Nest. */
function makesSockets(callee: Node, program: Node): boolean {
  const isModule = ({ callee: called, arguments: [name] }: Call): boolean =>
    called.type === "Identifier" &&
    called.name === "require" &&
    name?.type === "StringLiteral" &&
    name.value === "socket.io";
  if (callee.type === "CallExpression") return isModule(callee);
  if (callee.type !== "Identifier") return false;
  if (callee.name === "WebSocketGateway") return true;
  const isImported = allWithin(program, "ImportDeclaration").some(
    ({ source, specifiers }) =>
      source.value === "socket.io" && specifiers.some(({ local }) => local.name === callee.name),
  );
  return (
    isImported ||
    allWithin(program, "VariableDeclarator").some(({ id, init }) => {
      if (init?.type !== "CallExpression" || !isModule(init)) return false;
      if (id.type === "Identifier") return id.name === callee.name;
      return (
        id.type === "ObjectPattern" &&
        id.properties.some((one) => one.type === "ObjectProperty" && isNamed(one.value, callee.name))
      );
    })
  );
}

function isNamed(node: Node, name: string): boolean {
  return node.type === "Identifier" && node.name === name;
}

/** What the libraries are called in a file. */
function importedNames(program: Node): ReadonlyMap<string, Library> {
  const names = new Map<string, Library>();
  for (const { source, specifiers } of allWithin(program, "ImportDeclaration")) {
    const library = libraries.get(source.value);
    if (library !== undefined) for (const { local } of specifiers) names.set(local.name, library);
  }
  for (const { id, init } of allWithin(program, "VariableDeclarator")) {
    const library = init?.type === "CallExpression" ? requiredLibrary(init) : undefined;
    if (library === undefined) continue;
    if (id.type === "Identifier") names.set(id.name, library);
    if (id.type === "ObjectPattern")
      for (const property of id.properties)
        if (property.type === "ObjectProperty" && property.value.type === "Identifier")
          names.set(property.value.name, library);
  }
  return names;
}

/** `require("cors")` */
function requiredLibrary({ callee, arguments: [name] }: Call): Library | undefined {
  return callee.type === "Identifier" && callee.name === "require" && name?.type === "StringLiteral"
    ? libraries.get(name.value)
    : undefined;
}

function libraryOf(node: Node, names: ReadonlyMap<string, Library>): Library | undefined {
  if (node.type === "Identifier") return names.get(node.name);
  return node.type === "CallExpression" ? requiredLibrary(node) : undefined;
}

const routeMethods: ReadonlySet<string> = new Set(["get", "head", "post", "put", "patch", "delete", "options", "all"]);

/** The paths of `app.use("/api", cors())` and `app.get("/items", cors(), …)`. */
function routeOf(call: Node, around: readonly Node[]): Pick<MiddlewareCall, "scope" | "method"> {
  const [user] = around;
  const everything = { scope: { kind: "all" }, method: null } as const;
  if (user?.type !== "CallExpression" || !user.arguments.some((argument) => argument === call)) return everything;
  const { callee } = user;
  const name = callee.type === "MemberExpression" && callee.property.type === "Identifier" ? callee.property.name : "";
  const isRoute = routeMethods.has(name);
  const method = isRoute && name !== "all" ? name : null;
  const [path] = user.arguments;
  if (path?.type !== "StringLiteral")
    return path === call ? everything : { scope: { kind: "other", text: "A path that is worked out" }, method };
  return { scope: scopeOf(path.value, isRoute), method };
}

/** Routers write "anything below" as `*`, `/*` or `*splat`; `use` takes all below without. */
function scopeOf(path: string, isRoute: boolean): Scope {
  const base = path.replace(/\/?(?:\(\.\*\)|\{?\/?\*\w*\}?)$/, "");
  if (base === "" || base === "/") return base === path && isRoute ? { kind: "exact", path } : { kind: "all" };
  if (!/^(?:\/[\w.~-]+)+$/.test(base)) return { kind: "other", text: path };
  return { kind: isRoute && base === path ? "exact" : "prefix", path: base };
}
