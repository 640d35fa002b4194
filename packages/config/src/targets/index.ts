import type { Target } from "../target.ts";
import { apache, apacheHtaccess } from "./apache/index.ts";
import { caddy } from "./caddy/index.ts";
import { express, fetch } from "./concors.ts";
import { haproxy } from "./haproxy/index.ts";
import { lighttpd } from "./lighttpd/index.ts";
import { nginx } from "./nginx/index.ts";
import { php } from "./php.ts";
import { varnish } from "./varnish/index.ts";
import { django, flask } from "./wsgi.ts";

/** The servers that policies are written for, as `concors config` takes them. */
export const targetNames = [
  "nginx",
  "apache",
  "apache-htaccess",
  "caddy",
  "haproxy",
  "lighttpd",
  "varnish",
  "php",
  "express",
  "fetch",
  "flask",
  "django",
] as const;

export type TargetName = (typeof targetNames)[number];

/** Every server that policies are written for. */
export const targets: readonly Target[] = [
  nginx,
  apache,
  apacheHtaccess,
  caddy,
  haproxy,
  lighttpd,
  varnish,
  php,
  express,
  fetch,
  flask,
  django,
];

/** @throws TypeError if there is none of that name */
export function targetNamed(name: string): Target {
  const found = targets.find((target) => target.name === name);
  if (found === undefined)
    throw new TypeError(`${JSON.stringify(name)} is no target; there are ${targetNames.join(", ")}`);
  return found;
}
