import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";

/** The folder of a package, as a module in the folder at hand would find it; null if there is none. */
export function packageFolder(name: string): string | null {
  const folders = createRequire(resolve("module.js")).resolve.paths(name) ?? [];
  return folders.map((folder) => join(folder, name)).find((folder) => existsSync(folder)) ?? null;
}

/** How to get these packages, if some are not there; null if all are. */
export function missingPackages(...names: readonly string[]): string | null {
  const missing = names.filter((name) => packageFolder(name) === null);
  return missing.length === 0 ? null : `npm install --no-save ${missing.join(" ")}`;
}

/** That of a virtual environment, if one is in use; then the system's. */
const pythons = ["python3", "/usr/bin/python3"];

const found = new Map<string, string | null>();

/** The first Python that has all of these modules; null if none has. To ask takes a while, and is done once. */
export function pythonWith(...modules: readonly string[]): string | null {
  const key = modules.join();
  const known = found.get(key);
  if (known !== undefined) return known;
  const python = pythons.find((one) => imports(one, modules)) ?? null;
  found.set(key, python);
  return python;
}

function imports(python: string, modules: readonly string[]): boolean {
  try {
    execFileSync(python, ["-c", `import ${modules.join(", ")}`], { stdio: "ignore", timeout: 60_000 });
    return true;
  } catch {
    return false;
  }
}
