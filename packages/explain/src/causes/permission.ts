import type { PermissionCauseCode } from "../cause-code.ts";
import type { Evidence } from "../evidence.ts";
import type { Message } from "../message.ts";
import { preflightStep } from "../spec-step.ts";
import { canonicalName, foundValue, listWords } from "../words.ts";
import { refusedHeaderNames } from "../refused-header-names.ts";

const methods = "Access-Control-Allow-Methods";
const headers = "Access-Control-Allow-Headers";

function refused(evidence: Evidence): string {
  return listWords(refusedHeaderNames(evidence).map(canonicalName));
}

function mustList(evidence: Evidence): string {
  return `must list ${refusedHeaderNames(evidence).join(", ")}`;
}

function mustListMethod({ request }: Evidence): string {
  return `must list ${request.method}`;
}

const listHeaders = `List every header that the page sets in \`${headers}\`, separated by commas. Upper and lower case are the same here.`;

export const permissionMessages: Record<PermissionCauseCode, Message> = {
  "CORS-M01": {
    title: "The method is not allowed",
    summary: (evidence) =>
      evidence.failure.actual === null
        ? `The preflight asks for ${evidence.request.method}, and its answer has no ${methods}.`
        : `The preflight asks for ${evidence.request.method}, and ${methods} allows only ${foundValue(evidence) || "nothing"}.`,
    wanted: mustListMethod,
    step: preflightStep.method,
    about: `Anything but GET, HEAD and POST has to be in \`${methods}\` of the preflight's answer. \`Allow\` does not count.`,
    server: `List the method in \`${methods}\`.`,
    client: "GET, HEAD and POST need no permission.",
  },
  "CORS-M02": {
    title: "The method is in the wrong case",
    summary: (evidence) =>
      `The page sends ${evidence.request.method}, and ${methods} allows ${foundValue(evidence)}: methods are compared byte for byte.`,
    wanted: mustListMethod,
    step: preflightStep.method,
    about:
      "`fetch` writes `get`, `post`, `put`, `delete`, `head` and `options` in upper case, and leaves `patch` as it is. `patch` and `PATCH` are different methods.",
    server: "List methods in upper case.",
    client: "Write `PATCH` in upper case.",
  },
  "CORS-M03": {
    title: "A wildcard for methods of a request with credentials",
    summary: ({ request }) =>
      `The request includes credentials, and for those ${methods}: * does not count: the server has to list ${request.method}.`,
    wanted: mustListMethod,
    step: preflightStep.method,
    about: "With credentials, `*` is not a wildcard but the name of a method called `*`.",
    server: "List the methods by name.",
    client: 'Leave `credentials: "include"` out if the request needs no cookies.',
  },
  "CORS-M04": {
    title: "Access-Control-Allow-Methods cannot be parsed",
    summary: (evidence) => `${methods} is ${foundValue(evidence)}, which is no list of methods separated by commas.`,
    wanted: () => "must be methods with commas between",
    step: preflightStep.syntax,
    about: "Spaces or semicolons between the methods, quotes or brackets make the whole header void, for every method.",
    server: "Write the methods in upper case with commas between them.",
    client: "Nothing.",
  },
  "CORS-H01": {
    title: "A header is not allowed",
    summary: (evidence) =>
      evidence.failure.actual === null
        ? `The page sets ${refused(evidence)}, and the answer to the preflight has no ${headers}.`
        : `The page sets ${refused(evidence)}, and ${headers} allows only ${foundValue(evidence) || "nothing"}.`,
    wanted: mustList,
    step: preflightStep.headers,
    about:
      "Every header that a page sets beyond the safelisted ones has to be in the preflight's answer. `Content-Type: application/json` is not safelisted; `Authorization` and every `X-` header are not either.",
    server: listHeaders,
    client: "Leave the header out, if the server does not need it.",
  },
  "CORS-H02": {
    title: "A wildcard for headers of a request with credentials",
    summary: (evidence) =>
      `The request includes credentials, and for those ${headers}: * does not count: the server has to list ${refused(evidence)}.`,
    wanted: mustList,
    step: preflightStep.headers,
    about: "With credentials, `*` is not a wildcard but the name of a header called `*`.",
    server: listHeaders,
    client: 'Leave `credentials: "include"` out if the request needs no cookies.',
  },
  "CORS-H03": {
    title: "Authorization is not covered by the wildcard",
    summary: () => `The page sets Authorization, and ${headers}: * does not cover it: it has to be listed by name.`,
    wanted: () => "must list authorization",
    step: preflightStep.authorization,
    about:
      "The standard leaves `Authorization` out of the wildcard. Chromium, Firefox and WebKit let it pass today, when credentials are not included; they have announced that they will not always.",
    server: `Add \`Authorization\` to \`${headers}\`: \`*, Authorization\`.`,
    client: "Nothing.",
  },
  "CORS-H04": {
    title: "Access-Control-Allow-Headers cannot be parsed",
    summary: (evidence) =>
      `${headers} is ${foundValue(evidence)}, which is no list of header names separated by commas.`,
    wanted: () => "must be header names with commas between",
    step: preflightStep.syntax,
    about: "Spaces or semicolons between the names, quotes or brackets make the whole header void.",
    server: "Write the names with commas between them.",
    client: "Nothing.",
  },
  "CORS-H05": {
    title: "The page sends a response header",
    summary: (evidence) =>
      `The page sends ${refused(evidence)}, which only a server can send: in a request it grants nothing, and the preflight does not allow it.`,
    wanted: () => "nothing: the page should not send it",
    step: preflightStep.headers,
    about:
      "`Access-Control-Allow-Origin` and its like are answers. Sent by the page they are one more header that the server has to allow, and make a preflight necessary that may not have been.",
    server: "Nothing: the header should not be sent.",
    client: "Take the header out of the request.",
  },
};
