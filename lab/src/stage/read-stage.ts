import { checkPolicyShape } from "./policy-shape.ts";
import type { Header } from "concors/protocol";
import type { Stage, StageAnswer, StageAnswers, StagePolicy, StageRequest } from "./stage.ts";
import { stageWith } from "./stage.ts";

/** How much of anything an address may ask for. */
const most = { text: 10_000, headers: 50, times: 5, pause: 60, delay: 3 };

/**
 * A stage of JSON that came from anywhere; what it leaves out is as at first.
 *
 * @returns null if it is no stage
 */
export function readStage(json: unknown): Stage | null {
  try {
    const { page, request, siteB, siteC } = fields(json, ["page", "request", "siteB", "siteC"]);
    return stageWith({
      ...(page !== undefined && { page: readPage(page) }),
      ...(request !== undefined && { request: readRequest(request) }),
      ...(siteB !== undefined && { siteB: isPolicy(siteB) ? readPolicy(siteB) : readAnswers(siteB) }),
      ...(siteC !== undefined && { siteC: readAnswers(siteC) }),
    });
  } catch (error) {
    if (error instanceof NotAStage) return null;
    throw error;
  }
}

class NotAStage extends Error {}

function readPage(json: unknown): Partial<Stage["page"]> {
  const { scheme, sandboxed } = fields(json, ["scheme", "sandboxed"]);
  return {
    ...(scheme !== undefined && { scheme: oneOf(scheme, ["http", "https"]) }),
    ...(sandboxed !== undefined && { sandboxed: flag(sandboxed) }),
  };
}

const requestFields = ["to", "method", "headers", "body", "mode", "credentials", "redirect", "times", "pause"] as const;

function readRequest(json: unknown): Partial<StageRequest> {
  const { to, method, headers, body, mode, credentials, redirect, times, pause } = fields(json, requestFields);
  return {
    ...(to !== undefined && { to: oneOf(to, ["A", "B"]) }),
    ...(method !== undefined && { method: text(method) }),
    ...(headers !== undefined && { headers: readHeaders(headers) }),
    ...(body !== undefined && { body: readBody(body) }),
    ...(mode !== undefined && { mode: oneOf(mode, ["cors", "no-cors", "same-origin"]) }),
    ...(credentials !== undefined && { credentials: oneOf(credentials, ["same-origin", "include", "omit"]) }),
    ...(redirect !== undefined && { redirect: oneOf(redirect, ["follow", "error", "manual"]) }),
    ...(times !== undefined && { times: integer(times, 1, most.times) }),
    ...(pause !== undefined && { pause: integer(pause, 0, most.pause) }),
  };
}

function readBody(json: unknown): StageRequest["body"] {
  if (json === null) return null;
  const { type, text: content } = fields(json, ["type", "text"]);
  return { type: type === null || type === undefined ? null : text(type), text: text(content) };
}

function isPolicy(json: unknown): boolean {
  return typeof json === "object" && json !== null && "policy" in json;
}

function readPolicy(json: unknown): StagePolicy {
  const { policy, actual } = fields(json, ["kind", "policy", "actual"]);
  if (!checkPolicyShape(policy)) throw new NotAStage();
  return { kind: "policy", policy, actual: readAnswer(actual) };
}

function readAnswers(json: unknown): StageAnswers {
  const { preflight = null, actual } = fields(json, ["kind", "preflight", "actual"]);
  return { kind: "answers", preflight: preflight === null ? null : readAnswer(preflight), actual: readAnswer(actual) };
}

function readAnswer(json: unknown): StageAnswer {
  const { status, headers, body = "", delay = 0 } = fields(json, ["status", "headers", "body", "delay"]);
  const seconds = integer(delay, 0, most.delay);
  return {
    status: integer(status, 200, 599),
    headers: readHeaders(headers),
    body: text(body),
    ...(seconds > 0 && { delay: seconds }),
  };
}

function readHeaders(json: unknown): Header[] {
  if (!Array.isArray(json) || json.length > most.headers) throw new NotAStage();
  return json.map((line: unknown): Header => {
    if (!Array.isArray(line) || line.length !== 2) throw new NotAStage();
    return [oneLine(line[0]), oneLine(line[1])];
  });
}

/** The fields of an object that has no others. */
function fields<Name extends string>(json: unknown, names: readonly Name[]): Partial<Record<Name, unknown>> {
  if (typeof json !== "object" || json === null || Array.isArray(json)) throw new NotAStage();
  if (Object.keys(json).some((key) => !(names as readonly string[]).includes(key))) throw new NotAStage();
  return json;
}

function oneOf<Value extends string>(json: unknown, values: readonly Value[]): Value {
  const value = values.find((one) => one === json);
  if (value === undefined) throw new NotAStage();
  return value;
}

function flag(json: unknown): boolean {
  if (typeof json !== "boolean") throw new NotAStage();
  return json;
}

function text(json: unknown): string {
  if (typeof json !== "string" || json.length > most.text) throw new NotAStage();
  return json;
}

/** A line of a header holds no other line. */
function oneLine(json: unknown): string {
  const line = text(json);
  if (/[\0\r\n]/.test(line)) throw new NotAStage();
  return line;
}

function integer(json: unknown, least: number, greatest: number): number {
  if (typeof json !== "number" || !Number.isInteger(json) || json < least || json > greatest) throw new NotAStage();
  return json;
}
