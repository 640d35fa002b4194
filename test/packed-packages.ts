import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const root = fileURLToPath(new URL("..", import.meta.url));

/** The workspace's own `node_modules`, where what the packages depend on is taken from: no registry is asked. */
export const modules: string = join(root, "node_modules");

/** A folder elsewhere, with packages installed as they would be published. */
export interface Installed extends AsyncDisposable {
  readonly folder: string;
}

/**
 * Packs packages of this workspace and installs them.
 *
 * @param names whom to pack
 * @param dependencies what to link beside them
 */
export async function installPacked(names: readonly string[], dependencies: readonly string[]): Promise<Installed> {
  const folder = await mkdtemp(join(tmpdir(), "concors-packages-"));
  const workspaces = names.flatMap((name) => ["--workspace", name]);
  const { stdout } = await run("npm", ["pack", "--json", "--pack-destination", folder, ...workspaces], { cwd: root });
  for (const { name, filename } of JSON.parse(stdout) as { name: string; filename: string }[]) {
    const target = join(folder, "node_modules", name);
    await mkdir(target, { recursive: true });
    await run("tar", ["-xzf", join(folder, filename), "-C", target, "--strip-components=1"]);
  }
  for (const name of dependencies) {
    const target = join(folder, "node_modules", name);
    await mkdir(dirname(target), { recursive: true });
    await symlink(placeOf(name, names), target, "dir");
  }
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
}

/** Where npm has put a dependency: for all workspaces, or for one of them alone. */
function placeOf(name: string, workspaces: readonly string[]): string {
  const own = workspaces.map((workspace) => join(root, "packages", workspace.replace("@concors/", ""), "node_modules"));
  const place = [modules, ...own].find((folder) => existsSync(join(folder, name)));
  if (place === undefined) throw new TypeError(`${name} is not installed`);
  return join(place, name);
}
