import type { Emitted, Target } from "../../target.ts";
import { jsonText, unlessEmpty } from "../json.ts";
import { nameList, onlyGrant, originList } from "../only-grant.ts";
import { errorsNotDocumented, preflightIs200, serviceAbilities, varyNotDocumented } from "../service-abilities.ts";

/**
 * The rules of a bucket of Google Cloud Storage. `responseHeader` is one list: what a page may send, and what it may
 * read. Nothing is said of credentials. `storage.cloud.google.com` does not allow CORS at all.
 *
 * The version is that of the API.
 *
 * @see https://cloud.google.com/storage/docs/cors-configurations
 */
export const gcs: Target = {
  name: "gcs",
  title: "Google Cloud Storage",
  tier: "schema-checked",
  version: "1.0",
  oldest: "1.0",
  can: () => ({
    ...serviceAbilities,
    credentials: "never",
    matchesMethods: true,
    repeats: true,
    requestHeaders: "names",
    exposedHeaders: "listed",
    oneListOfHeaders: true,
    always: [preflightIs200, varyNotDocumented, errorsNotDocumented],
  }),
  emit: (plan): Emitted => {
    const grant = onlyGrant(plan);
    const headers = new Map(
      [...nameList(grant.requestHeaders), ...nameList(grant.exposedHeaders)].map((name) => [name.toLowerCase(), name]),
    );
    const rule = {
      origin: originList(grant),
      method: nameList(grant.methods),
      responseHeader: unlessEmpty([...headers.values()]),
      maxAgeSeconds: grant.maxAge ?? undefined,
    };
    return {
      files: [
        {
          path: `${plan.name}.json`,
          where: "handed to gcloud storage buckets update --cors-file",
          text: jsonText([rule]),
          comment: null,
        },
      ],
      check: [
        `gcloud storage buckets update gs://BUCKET --cors-file=${plan.name}.json`,
        'gcloud storage buckets describe gs://BUCKET --format="default(cors_config)"',
      ],
    };
  },
};
