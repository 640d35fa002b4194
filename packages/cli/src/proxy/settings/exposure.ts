import { BlockList, isIP } from "node:net";

type Given = Readonly<Record<string, unknown>>;

/** Why others may not reach it yet: whoever leaves something out has not said that it may be anything. */
export function exposure(host: string, open: boolean, { callers, targets }: Given): string[] {
  if (isLoopback(host) || open) return [];
  const messages: string[] = [];
  const others = `Others can reach ${host}`;
  if ((callers as Given | null | undefined)?.["origins"] === undefined)
    messages.push(`${others}, so say whose pages may call, with --origin https://app.example.com, or --open for all.`);
  if (targets === undefined || hostsOf(targets).includes("*"))
    messages.push(
      `${others}, so say what they may fetch, with --target api.example.com, or --open for all that is public.`,
    );
  return messages;
}

function hostsOf(targets: unknown): readonly unknown[] {
  const hosts: unknown = (targets as Given | null)?.["hosts"];
  return Array.isArray(hosts) ? (hosts as unknown[]) : [];
}

const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8, "ipv4");
loopback.addAddress("::1", "ipv6");

/** Whether nobody but this machine can reach an address. A name may stand for any, but for that of this machine. */
export function isLoopback(host: string): boolean {
  const family = isIP(host);
  return family === 0 ? host.toLowerCase() === "localhost" : loopback.check(host, family === 4 ? "ipv4" : "ipv6");
}
