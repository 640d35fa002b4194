import { createHash, X509Certificate } from "node:crypto";
import type { PageCertificate } from "../../real-browser/index.ts";
import { UsageError } from "../../usage-error.ts";

/** A certificate for a page's host, and its key: for the one run, and trusted by nobody but the browser started for it. */
export interface IssuedCertificate extends PageCertificate {
  readonly cert: string;
  readonly key: string;
}

/** @throws UsageError if the package that makes certificates is not installed */
export async function issueCertificate(page: URL): Promise<IssuedCertificate> {
  const { generate } = await import("selfsigned").catch(() => {
    throw new UsageError(
      "--real with a page of https needs the package selfsigned, which is optional: npm install selfsigned.",
    );
  });
  const { cert, private: key } = await generate([{ name: "commonName", value: page.hostname }], {
    keyType: "ec",
    extensions: [{ name: "subjectAltName", altNames: [{ type: 2, value: page.hostname }] }],
  });
  const { fingerprint256, publicKey } = new X509Certificate(cert);
  const encoded = publicKey.export({ type: "spki", format: "der" });
  return {
    authority: `${page.hostname}:${page.port === "" ? "443" : page.port}`,
    publicKeyHash: createHash("sha256").update(encoded).digest("base64"),
    fingerprint: fingerprint256,
    cert,
    key,
  };
}
