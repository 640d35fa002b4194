import { createSocket } from "node:dgram";
import { decode, encode } from "dns-packet";
import type { Answer } from "dns-packet";

/** The addresses of the lab that stand for public servers. */
export const publicAddresses: readonly string[] = ["93.184.216.34", "93.184.216.35", "2606:2800:220:1::1"];

const [pub, pub2, pub6] = publicAddresses as readonly [string, string, string];

/** Names, and what they are answered: addresses of both families, or another name. */
const zone: Readonly<Record<string, readonly string[]>> = {
  "pub.lab.com": [pub],
  "pub2.lab.com": [pub2],
  "pub6.lab.com": [pub6],
  "cnamepub.lab.com": ["@pub.lab.com"],
  "127.0.0.1.pub.lab.com": [pub],
  "xn--bcher-kva.lab.com": [pub],

  "lo.lab.com": ["127.0.0.1"],
  "priv10.lab.com": ["10.0.0.5"],
  "priv172.lab.com": ["172.16.0.1"],
  "priv192.lab.com": ["192.168.1.1"],
  "meta.lab.com": ["169.254.169.254"],
  "cgnat.lab.com": ["100.64.0.1"],
  "zero.lab.com": ["0.0.0.0"],
  "127.0.0.1.nip.io": ["127.0.0.1"],
  "localtest.me": ["127.0.0.1"],
  "metadata.google.internal": ["169.254.169.254"],
  "kubernetes.default.svc": ["10.96.0.1"],

  "lo6.lab.com": ["::1"],
  "mapped.lab.com": ["::ffff:127.0.0.1"],
  "compat.lab.com": ["::127.0.0.1"],
  "nat64.lab.com": ["64:ff9b::7f00:1"],
  "nat64l.lab.com": ["64:ff9b:1::a00:5"],
  "sixto4.lab.com": ["2002:7f00:1::"],
  "ula.lab.com": ["fd00:ec2::254"],
  "ll6.lab.com": ["fe80::1"],
  "site.lab.com": ["fec0::1"],

  "nat64b.lab.com": ["64:ff9b:1:7f00:0:100::"],
  "teredo.lab.com": ["2001:0:7f00:1::80ff:fffe"],
  "zero6.lab.com": ["::"],
  "a.localhost": ["127.0.0.1"],
  "localhost.localdomain": ["127.0.0.1"],

  "cname.lab.com": ["@lo.lab.com"],
  "cnamechain.lab.com": ["@cname.lab.com"],
  "cname2.lab.com": ["@cnamechain.lab.com"],
  "cname3.lab.com": ["@cname2.lab.com"],
  "cnamemap.lab.com": ["@mapped.lab.com"],
  "mixed.lab.com": [pub, "127.0.0.1"],
  "mixedrev.lab.com": ["127.0.0.1", pub],
  "mixed46.lab.com": [pub, "::1"],
  "mixed64.lab.com": [pub6, "127.0.0.1"],
  "many.lab.com": [pub, pub2, pub, pub2, "10.0.0.1"],
  "llmeta.lab.com": ["169.254.169.254", "fe80::a9fe:a9fe"],
};

/** `rebind-…`, `rebind2-…`, `rebind6-…`: how many answers are public before the others are not. */
const rebinding = /^rebind(6?)(\d*)-/;

const asked = new Map<string, number>();

/** Answers on port 53 of the loopback interface, with what changes its mind among it; `silent…` is not answered. */
export async function startNameServer(): Promise<void> {
  const socket = createSocket("udp4");
  socket.on("message", (message, from) => {
    const query = decode(message);
    const { name, type } = query.questions![0]!;
    if (name.startsWith("silent")) return;
    const answers = answersTo(name.toLowerCase(), type);
    const response = encode({
      type: "response",
      id: query.id!,
      flags: answers.length === 0 && !(name.toLowerCase() in zone) && !rebinding.test(name) ? 0x83 : 0x80,
      questions: query.questions!,
      answers: [...answers],
    });
    socket.send(response, from.port, from.address);
  });
  await new Promise<void>((resolve) => socket.bind(53, "127.0.0.1", resolve));
}

function answersTo(name: string, type: string): readonly Answer[] {
  return recordsOf(name).flatMap((data): Answer[] => {
    if (data.startsWith("@"))
      return [{ name, type: "CNAME", ttl: 0, data: data.slice(1) }, ...answersTo(data.slice(1), type)];
    const family = data.includes(":") ? "AAAA" : "A";
    return family === type ? [{ name, type: family, ttl: 0, data }] : [];
  });
}

function recordsOf(name: string): readonly string[] {
  const [, six, count] = rebinding.exec(name) ?? [];
  if (count === undefined) return zone[name] ?? [];
  const times = asked.get(name) ?? 0;
  asked.set(name, times + 1);
  // Both families are asked for each time.
  const isPublic = times < 2 * Number(count === "" ? 1 : count);
  if (six === "6") return [isPublic ? pub6 : "::1"];
  return [isPublic ? pub : "127.0.0.1"];
}
