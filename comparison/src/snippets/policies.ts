import type { SitePolicy } from "@concors/config";
import type { PolicyName } from "./snippet.ts";

/** What people look for a snippet for. */
export const policies: Readonly<Record<PolicyName, SitePolicy>> = {
  // An application of one's own: two origins of two kinds, and credentials.
  P1: {
    origins: ["https://app.example.com", "https://*.preview.example.com"],
    credentials: true,
    methods: ["GET", "POST", "PUT", "DELETE"],
    requestHeaders: ["Content-Type", "Authorization"],
    exposedHeaders: ["X-Request-Id", "ETag"],
    maxAge: 7200,
  },
  // Everybody.
  P2: {
    origins: "*",
    methods: ["GET", "POST"],
    requestHeaders: ["Content-Type"],
    exposedHeaders: ["ETag"],
    maxAge: 86_400,
  },
};
