import process from "node:process";

/** How long something kept the processor, in milliseconds: however many others wait for it as well. */
export function processorTime(run: () => unknown): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
