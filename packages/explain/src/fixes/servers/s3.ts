import type { WriteServerFix } from "../write-server-fix.ts";

/** The methods that S3 knows a rule for. */
const s3Methods: ReadonlySet<string> = new Set(["PUT", "POST", "DELETE"]);

/** S3 answers preflights itself; its rules list the safelisted methods as well. */
export const writeS3: WriteServerFix = ({ grant: { origins, preflight } }) => {
  const rule = {
    AllowedOrigins: origins,
    AllowedMethods: ["GET", "HEAD", ...(preflight?.methods ?? []).filter((method) => s3Methods.has(method))],
    AllowedHeaders: preflight?.headerNames ?? [],
  };
  return {
    name: "Amazon S3",
    language: "json",
    parts: [
      {
        where: "in the bucket under Permissions, Cross-origin resource sharing (CORS), beside the rules there",
        code: JSON.stringify([rule], null, 2),
      },
    ],
  };
};
