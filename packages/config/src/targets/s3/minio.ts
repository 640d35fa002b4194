import type { Emitted, Target } from "../../target.ts";
import { lines } from "../lines.ts";
import { onlyGrant, originList } from "../only-grant.ts";
import { serviceAbilities } from "../service-abilities.ts";

/**
 * MinIO has one list of origins for the whole server, in which `*` stands for any characters, and nothing else: the
 * usual methods are allowed, every header, and credentials too. With `*` it repeats whatever origin asks, so
 * any site could read with a user's credentials: that is refused. Rules for buckets are AIStor's alone.
 *
 * The version is the date of a release.
 *
 * @see https://github.com/minio/minio/blob/RELEASE.2025-04-22T22-12-26Z/cmd/api-router.go
 */
export const minio: Target = {
  name: "minio",
  title: "MinIO",
  tier: "modelled",
  version: "2025.4.22",
  oldest: "2021.1.5",
  can: () => ({
    ...serviceAbilities,
    subdomains: "many",
    anyPort: true,
    credentials: "even-any",
    methods: { allowed: ["GET", "PUT", "HEAD", "POST", "DELETE", "OPTIONS", "PATCH"] },
    requestHeaders: "not-chosen",
    exposedHeaders: "not-chosen",
    longestMaxAge: null,
  }),
  emit: (plan): Emitted => ({
    files: [
      {
        path: `${plan.name}.env`,
        where: "in the environment of every server: /etc/default/minio",
        text: lines(`MINIO_API_CORS_ALLOW_ORIGIN="${originList(onlyGrant(plan)).join(",")}"`),
        comment: "#",
      },
    ],
    check: ["mc admin config get ALIAS api"],
  }),
};
