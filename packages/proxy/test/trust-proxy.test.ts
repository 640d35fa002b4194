import fc from "fast-check";
import { expect, test } from "vitest";
import { clientAddress } from "../src/callers/client-address.ts";
import { parseNetwork } from "../src/guard/address-rules.ts";
import { sendRaw, startProxy, startTarget } from "./support/loopback.ts";

const networks = ["10.0.0.0/8", "127.0.0.1", "2001:db8::/32"].map((text) => parseNetwork(text)!);
const byNetworks = clientAddress(networks);

/** What a server that is trusted appended stands last. */
test.each([
  ["nothing is said", "10.0.0.1", undefined, "10.0.0.1"],
  ["one server", "10.0.0.1", "192.0.2.7", "192.0.2.7"],
  ["two of them", "10.0.0.1", "192.0.2.7, 10.0.0.2", "192.0.2.7"],
  ["one that is not trusted", "198.51.100.9", "192.0.2.7", "198.51.100.9"],
  ["one between that is not", "10.0.0.1", "192.0.2.7, 198.51.100.9, 10.0.0.2", "198.51.100.9"],
  ["a caller who makes one up", "10.0.0.1", "1.1.1.1, 192.0.2.7", "192.0.2.7"],
  ["who says that he is trusted", "10.0.0.1", "127.0.0.1, 192.0.2.7", "192.0.2.7"],
  ["all are trusted: the first of them asks itself", "10.0.0.1", "10.0.0.3, 10.0.0.2", "10.0.0.3"],
  ["what is no address", "10.0.0.1", "192.0.2.7, unknown", "10.0.0.1"],
  ["nothing between commas", "10.0.0.1", "192.0.2.7,, 10.0.0.2", "10.0.0.2"],
  ["empty", "10.0.0.1", "", "10.0.0.1"],
  ["a port", "10.0.0.1", "192.0.2.7:4711", "192.0.2.7"],
  ["IPv6", "2001:db8::1", "2a00::7", "2a00::7"],
  ["IPv6 with a port", "10.0.0.1", "[2a00::7]:4711", "2a00::7"],
  ["an IPv4 address within an IPv6 address", "::ffff:10.0.0.1", "::ffff:192.0.2.7", "192.0.2.7"],
  ["numbers that are no address", "10.0.0.1", "2130706433", "10.0.0.1"],
])("by networks, %s", (_name, peer, forwarded, want) => {
  expect(byNetworks(peer, forwarded)).toBe(want);
});

test.each([
  [1, "192.0.2.7", "192.0.2.7"],
  [1, "1.1.1.1, 192.0.2.7", "192.0.2.7"],
  [2, "1.1.1.1, 192.0.2.7, 10.0.0.2", "192.0.2.7"],
  [2, "192.0.2.7", "192.0.2.7"],
  [2, undefined, "198.51.100.9"],
])("by number, %d: %s", (count, forwarded, want) => {
  expect(clientAddress(count)("198.51.100.9", forwarded)).toBe(want);
});

test("whatever a caller writes, what the trusted server appended decides", () => {
  const text = fc.oneof(fc.string(), fc.ipV4(), fc.ipV6(), fc.constantFrom("10.0.0.1", "127.0.0.1", ", ,", "unknown"));
  fc.assert(
    fc.property(fc.array(text), (made) => {
      const forwarded = [...made, "192.0.2.7"].join(",");
      expect(byNetworks("10.0.0.1", forwarded)).toBe("192.0.2.7");
      expect(clientAddress(1)("10.0.0.1", forwarded)).toBe("192.0.2.7");
    }),
  );
});

test("limits count by it, targets do not see it, and who is not trusted is counted by his connection", async () => {
  let seen: unknown;
  const target = await startTarget((request, response) => {
    seen = request.headers["x-forwarded-for"];
    response.end();
  });
  const counted: string[] = [];
  const limit = ({ network }: { readonly network: string }): { readonly admitted: true } => {
    counted.push(network);
    return { admitted: true };
  };
  const ask = (port: number, lines: string): Promise<string> =>
    sendRaw(port, `GET /${target.origin}/ HTTP/1.1\r\nHost: p\r\nConnection: close\r\n${lines}\r\n`);
  await using trusting = await startProxy({ trustProxy: ["127.0.0.1"], limit });
  await ask(trusting.port, "X-Forwarded-For: 1.1.1.1, 2001:db8:1:2::7\r\n");
  await ask(trusting.port, "X-Forwarded-For: 1.1.1.1\r\nX-Forwarded-For: 192.0.2.7\r\n");
  await ask(trusting.port, "");
  await using other = await startProxy({ trustProxy: ["10.0.0.0/8"], limit });
  await ask(other.port, "X-Forwarded-For: 192.0.2.7\r\n");
  await using plain = await startProxy({ limit });
  await ask(plain.port, "X-Forwarded-For: 192.0.2.7\r\n");
  expect(counted).toEqual(["2001:db8:1:2::/64", "192.0.2.7", "127.0.0.1", "127.0.0.1", "127.0.0.1"]);
  expect(trusting.exchanges.map(({ address }) => address)).toEqual(["2001:db8:1:2::7", "192.0.2.7", "127.0.0.1"]);
  expect(seen).toBeUndefined();
  target.stop();
});
