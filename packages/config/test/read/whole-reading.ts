import type { Reading } from "../../src/read/index.ts";

/** What is read of the configuration that each dialect's test has whole: a policy with everything in it, and no mistake. */
export const wholeReading: Reading = {
  findings: [],
  unseen: [],
  site: {
    fallback: {
      origins: ["https://app.example.com", "https://*.preview.example.com"],
      credentials: true,
      methods: ["GET", "POST", "PUT", "DELETE"],
      requestHeaders: ["Content-Type", "Authorization"],
      exposedHeaders: ["X-Request-Id", "ETag"],
      maxAge: 7200,
    },
  },
};
