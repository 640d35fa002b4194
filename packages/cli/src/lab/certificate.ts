/** A certificate and its key, in PEM. */
export interface SiteCertificate {
  readonly cert: string;
  readonly key: string;
}

/** Made for this start of the Lab, and trusted by nobody who does not say so; null if the package that makes them is missing. */
export async function issueSiteCertificate(): Promise<SiteCertificate | null> {
  const made = await import("selfsigned").catch(() => null);
  if (made === null) return null;
  const { cert, private: key } = await made.generate([{ name: "commonName", value: "127.0.0.1" }], {
    keyType: "ec",
    extensions: [{ name: "subjectAltName", altNames: [{ type: 7, ip: "127.0.0.1" }] }],
  });
  return { cert, key };
}
