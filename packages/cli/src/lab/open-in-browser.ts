import { spawn } from "node:child_process";

/** Asks the system to show an address; where it cannot, nothing happens. */
export function openInBrowser(url: string): void {
  const [program, ...args] = openers[process.platform] ?? ["xdg-open"];
  const child = spawn(program!, [...args, url], { stdio: "ignore", detached: true, windowsVerbatimArguments: true });
  child.on("error", () => {});
  child.unref();
}

const openers: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: ["open"],
  // The first text in quotation marks would be a window's title.
  win32: ["cmd", "/c", "start", '""'],
};
