import type { servers } from "../asked/asked.ts";
import type { Row } from "../serve.ts";
import { htaccess, vhost } from "./apache.ts";
import { rows as caddy } from "./caddy.ts";
import { rows as haproxy } from "./haproxy.ts";
import { rows as lighttpd } from "./lighttpd.ts";
import { rows as nginx } from "./nginx.ts";
import { rows as varnish } from "./varnish.ts";

/** What each server is asked beside a user's own configuration. */
export const rowsOf: Readonly<Record<(typeof servers)[number], Readonly<Record<string, Row>>>> = {
  nginx,
  apache: vhost,
  "apache-htaccess": htaccess,
  caddy,
  haproxy,
  lighttpd,
  varnish,
};
