import type { Header } from "concors/protocol";
import { oneOf, objectOf, pairsOf, textOf } from "../json-value.ts";
import { badRequest } from "../problem.ts";
import type { RunAnswer, RunOrder, RunResource } from "../wire.ts";

const mostResources = 50;
const mostHeaders = 100;
/** Milliseconds. */
const mostDelay = 5000;

/**
 * Takes what the page sent for what it is meant to be, or says what is wrong with it.
 *
 * @throws ProblemError
 */
export function checkRunOrder(value: unknown): RunOrder {
  const order = objectOf(value, "An order");
  const page = objectOf(order["page"], "page");
  const resources = Object.entries(objectOf(order["resources"], "resources"));
  if (resources.length > mostResources) throw badRequest(`A run has ${mostResources} resources at most.`);
  return {
    page: { scheme: oneOf(page["scheme"], schemes, "page.scheme"), sandboxed: page["sandboxed"] === true },
    resources: Object.fromEntries(
      resources.map(([path, resource]) => [checkPath(path), checkResource(path, resource)]),
    ),
  };
}

const schemes = ["http", "https"] as const;

/** It becomes a part of a URL as it is, and browsers normalize `.` and `..` away. */
function checkPath(path: string): string {
  const segments = path.split("/");
  const isPath =
    path.length <= 200 && segments.every((segment) => /^[\w.~-]+$/.test(segment) && !/^\.+$/.test(segment));
  if (!isPath)
    throw badRequest(
      `${JSON.stringify(path)} is no path here: letters, digits, ".", "-", "_" and "~", "/" between them.`,
    );
  if (path === "page") throw badRequest('The path "page" is that of site A\'s page: take another.');
  return path;
}

function checkResource(path: string, value: unknown): RunResource {
  const resource = objectOf(value, path);
  const { preflight, scheme } = resource;
  return {
    site: oneOf(resource["site"], ["A", "B", "C"], `${path}.site`),
    ...(scheme === undefined ? {} : { scheme: oneOf(scheme, schemes, `${path}.scheme`) }),
    preflight: preflight === undefined || preflight === null ? null : checkAnswer(preflight, `${path}.preflight`),
    actual: checkAnswer(resource["actual"], `${path}.actual`),
  };
}

function checkAnswer(value: unknown, what: string): RunAnswer {
  const answer = objectOf(value, what);
  const { body, delay, status } = answer;
  if (typeof status !== "number" || !Number.isInteger(status) || status < 200 || status > 599)
    throw badRequest(`${what}.status has to be a whole number from 200 to 599.`);
  const headers = pairsOf(answer["headers"], `${what}.headers`);
  if (headers.length > mostHeaders) throw badRequest(`${what} has more than ${mostHeaders} headers.`);
  return {
    status,
    headers: headers.map(checkHeader),
    ...(body === undefined ? {} : { body: textOf(body, `${what}.body`) }),
    ...(delay === undefined ? {} : { delay: checkDelay(delay, `${what}.delay`) }),
  };
}

function checkDelay(value: unknown, what: string): number {
  if (typeof value !== "number" || !(value >= 0 && value <= mostDelay))
    throw badRequest(`${what} has to be a number of milliseconds, from 0 to ${mostDelay}.`);
  return value;
}

/** Nearly anything goes, as long as it is one line, and its bytes are known. */
function checkHeader([name, value]: Header): Header {
  if (!/^[^\0\r\n:]+$/.test(name)) throw badRequest(`${JSON.stringify(name)} is no name that a line can begin with.`);
  if (!/^[^\0\r\n\u0100-\uffff]*$/.test(`${name}${value}`))
    throw badRequest(`The value of ${name} has a line break, or a character that no header can hold.`);
  if (/^(?:connection|content-length|transfer-encoding)$/i.test(name.trim()))
    throw badRequest(`${name.trim()} is written by the Lab itself: leave it out.`);
  return [name, value];
}
