import { accessSync, constants, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";

/** The first of these programs on the PATH; null if there is none. */
export function findProgram(names: readonly string[]): string | null {
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  const files = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return files.find(isExecutable) ?? null;
}

/** The first program at one of these paths under a folder's folders, as libraries keep their helpers. */
export function findHelper(folder: string, paths: readonly string[]): string | null {
  const files = [".", ...foldersIn(folder)].flatMap((inner) => paths.map((path) => join(folder, inner, path)));
  return files.find(isExecutable) ?? null;
}

function foldersIn(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name);
  } catch {
    return [];
  }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
