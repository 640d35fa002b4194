import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** How many of its units the kernel counts a second of a processor as. */
const ticks = Number(execFileSync("getconf", ["CLK_TCK"], { encoding: "utf8" }));

/**
 * Seconds that a process has been at work, in itself and in the kernel.
 *
 * @see https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
 */
export function secondsAtWork(pid: number): number {
  // NB: The second field is the program's name, in which anything may stand: fields are counted from behind it.
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /s, "")
    .split(" ");
  return (Number(fields[11]) + Number(fields[12])) / ticks;
}

/** Megabytes of a process that are in memory, or the most that were at any time. */
export function megabytes(pid: number, when: "now" | "at most"): number {
  const field = when === "now" ? "VmRSS" : "VmHWM";
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(new RegExp(`^${field}:\\s*(\\d+) kB$`, "m").exec(status)?.[1]) / 1024;
}
