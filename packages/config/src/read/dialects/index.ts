import type { Dialect } from "../reading.ts";
import { apache } from "./apache/index.ts";
import { aws } from "./aws/index.ts";
import { azure } from "./azure/index.ts";
import { gcs, r2, s3 } from "./buckets/index.ts";
import { caddy } from "./caddy/index.ts";
import { csharp } from "./csharp/index.ts";
import { haproxy } from "./haproxy/index.ts";
import { iis } from "./iis/index.ts";
import { java } from "./java/index.ts";
import { javascript } from "./javascript/index.ts";
import { lighttpd } from "./lighttpd/index.ts";
import { minio } from "./minio.ts";
import { nginx } from "./nginx/index.ts";
import { php } from "./php/index.ts";
import { python } from "./python/index.ts";
import { ruby } from "./ruby/index.ts";
import { firebase } from "./static-hosts/firebase.ts";
import { headersFile } from "./static-hosts/headers-file.ts";
import { vercel } from "./static-hosts/vercel.ts";
import { varnish } from "./varnish/index.ts";
import { yaml } from "./yaml/index.ts";

/** Every language that files are read in. The first that recognizes a file reads it. */
export const dialects: readonly Dialect[] = [
  javascript,
  vercel,
  firebase,
  headersFile,
  iis,
  caddy,
  aws,
  azure,
  yaml,
  r2,
  s3,
  gcs,
  minio,
  haproxy,
  lighttpd,
  varnish,
  python,
  php,
  ruby,
  java,
  csharp,
  apache,
  nginx,
];
