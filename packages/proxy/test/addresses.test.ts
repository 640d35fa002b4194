import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addressRules, parseNetwork } from "../src/guard/address-rules.ts";
import { canonicalHost, hostMatcher } from "../src/guard/host-pattern.ts";
import { networkOf } from "../src/callers/caller-of.ts";

const rules = addressRules([], []);

describe("addresses", () => {
  test.each(
    "8.8.8.8 1.1.1.1 93.184.216.34 172.15.255.255 172.32.0.0 100.63.255.255 100.128.0.0 169.253.255.255 192.0.1.0 198.17.255.255 198.20.0.0 223.255.255.255 168.63.129.15 2606:4700::1111 2a00:1450::1 2400::1 2001:200::1 3ffe::1".split(
      " ",
    ),
  )("%s is public", (address) => expect(rules.allows(address)).toBe(true));

  test.each(
    "0.0.0.0 0.255.255.255 10.0.0.0 100.64.0.0 100.127.255.255 127.0.0.1 168.63.129.16 169.254.0.0 172.16.0.0 172.31.255.255 192.0.0.255 192.0.2.1 192.88.99.1 192.168.0.1 198.18.0.0 198.19.255.255 198.51.100.7 203.0.113.9 224.0.0.1 239.255.255.255 240.0.0.0 255.255.255.255 :: ::1 ::2 ::7f00:1 ::ffff:8.8.8.8 ::ffff:127.0.0.1 ::ffff:0:127.0.0.1 64:ff9b::8.8.8.8 64:ff9b:1::1 100::1 1fff::1 2001::1 2001:1ff:ffff::1 2001:db8::1 2002::1 2620:4f:8000::1 3fff::1 4000::1 5f00::1 fc00::1 fd00:ec2::254 fe80::1 fec0::1 ff02::1 fe80::1%lo 2606::1%1 1.2.3 01.2.3.4 localhost"
      .split(" ")
      .concat(""),
  )("%s is not", (address) => expect(rules.allows(address)).toBe(false));

  test("an IPv6 address that has a private IPv4 address in it is never public, wherever it has it", () => {
    const octet = fc.nat(255);
    fc.assert(
      fc.property(
        fc.constantFrom("::", "::ffff:", "::ffff:0:", "64:ff9b::", "64:ff9b:1::"),
        octet,
        octet,
        octet,
        octet,
        (prefix, ...octets) => {
          expect(rules.allows(`${prefix}${octets.join(".")}`)).toBe(false);
        },
      ),
    );
  });

  test("a private network that is excused is allowed, and nothing beside it; what is denied is denied all the same", () => {
    const excused = addressRules(
      [parseNetwork("10.1.0.0/16")!, parseNetwork("::1")!],
      [parseNetwork("10.1.2.0/24")!, parseNetwork("8.8.8.8")!],
    );
    const verdicts = ["10.1.1.1", "::1", "10.2.0.1", "10.1.2.1", "8.8.8.8", "8.8.4.4", "::ffff:10.1.2.1"].map(
      excused.allows,
    );
    expect(verdicts).toEqual([true, true, false, false, false, true, false]);
  });

  test.each([
    "10.0.0.0/33",
    "10.0.0.0/-1",
    "10.0.0.0/08",
    "10.0.0/8",
    "::/129",
    "fe80::%lo/64",
    "a.test",
    "",
    "1.2.3.4/8/8",
    "/8",
  ])("%j names no network", (text) => {
    expect(parseNetwork(text)).toBeNull();
  });
});

describe("hosts", () => {
  const matches = hostMatcher(["api.test", "*.b.test", "[2606::1]"]);
  test.each([
    ["api.test", true],
    ["api.test.", true],
    ["x.api.test", false],
    ["b.test", false],
    ["x.b.test", true],
    ["x.y.b.test", true],
    ["xb.test", false],
    ["b.test.evil.test", false],
    [".b.test", false],
    ["[2606::1]", true],
  ])("%s: %s", (host, isMatch) => expect(matches(host)).toBe(isMatch));

  test.each([
    ["API.test", "api.test"],
    ["bücher.test", "xn--bcher-kva.test"],
    ["api.test.", "api.test"],
    ["127.1", "127.0.0.1"],
    ["[2606:0::1]", "[2606::1]"],
    ["*.Api.test", "*.api.test"],
    ["https://api.test", null],
    ["api.test/", null],
    ["api.test:80", null],
    ["a*.test", null],
    ["*.127.0.0.1", null],
    ["u@api.test", null],
    ["api..test", null],
    ["", null],
    ["*.", null],
  ])("%j is compared as %j", (pattern, host) => expect(canonicalHost(pattern)).toBe(host));
});

test.each([
  ["192.0.2.7", "192.0.2.7"],
  ["::ffff:192.0.2.7", "192.0.2.7"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:db8::1", "2001:db8:0:0::/64"],
  ["2001:0DB8:0000:0000::2", "2001:db8:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
  ["fe80::1%eth0", "fe80:0:0:0::/64"],
  ["1:2:3:4::", "1:2:3:4::/64"],
])("%s counts as %s", (address, network) => expect(networkOf(address)).toBe(network));
