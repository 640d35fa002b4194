import { existsSync } from "node:fs";
import type { RealServer } from "./real-server.ts";
import { partFor, putJson } from "./real-server.ts";
import { startProcess } from "./server-process.ts";

const program = "/usr/bin/python3";

export const python: RealServer = {
  name: "python-http-server",
  missing: existsSync(program) ? null : "apt-get install python3",
  mistakes: [
    { name: "sends no header", path: "/file", args: [], code: "CORS-O01" },
    { name: "fails without a header", path: "/nowhere", args: [], code: "CORS-O02" },
    { name: "does not handle OPTIONS", path: "/file", args: putJson, code: "CORS-P01" },
    { name: "knows no credentials", path: "/file", args: ["--credentials", "include"], code: "CORS-O01" },
  ],
  start: (port, _mistake, fix) =>
    startProcess(port, { file: "a file", "serve.py": partFor(fix, "in a file serve.py") }, () =>
      fix === null ? [program, "-m", "http.server", String(port), "--bind", "127.0.0.1"] : [program, "serve.py"],
    ),
};
