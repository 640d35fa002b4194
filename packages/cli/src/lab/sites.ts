import { createServer } from "node:http";
import type { Server } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { SiteCertificate } from "./certificate.ts";
import { sendFramePage } from "./frame-page.ts";
import { closeNow, listen } from "./listen.ts";
import { createRunStore } from "./runs/run-store.ts";
import type { RunStore, SchemeOrigins } from "./runs/run-store.ts";
import { siteListener } from "./runs/site-listener.ts";
import type { SiteAddress } from "./runs/site-listener.ts";
import { sendSitePage } from "./site-page.ts";
import type { Scheme, SiteOrigins } from "./wire.ts";

/** Sites A, B and C, each on ports of its own: one for http, and one for https if there is a certificate. */
export interface Sites {
  readonly origins: SchemeOrigins;
  readonly runs: RunStore;
  readonly close: () => Promise<void>;
}

const siteNames = ["A", "B", "C"] as const;

/** @param lab the origin that may show site A's page */
export async function startSites(lab: string, certificate: SiteCertificate | null): Promise<Sites> {
  const sites: { readonly server: Server; readonly address: SiteAddress }[] = [];
  for (const scheme of certificate === null ? (["http"] as const) : (["http", "https"] as const)) {
    for (const site of siteNames) {
      const server = createSite(scheme, certificate);
      sites.push({ server, address: { scheme, site, origin: `${scheme}://127.0.0.1:${await listen(server, 0)}` } });
    }
  }
  const originsOf = (scheme: Scheme): SiteOrigins => {
    const own = sites.filter(({ address }) => address.scheme === scheme);
    return Object.fromEntries(own.map(({ address: { origin, site } }) => [site, origin])) as Record<
      "A" | "B" | "C",
      string
    >;
  };
  const origins = { http: originsOf("http"), https: certificate === null ? null : originsOf("https") };
  const runs = createRunStore(origins);
  // Nobody knows the ports before this.
  for (const { address, server } of sites) answerAs(address, server, lab, runs);
  return { origins, runs, close: async () => void (await Promise.all(sites.map(({ server }) => closeNow(server)))) };
}

function answerAs(address: SiteAddress, server: Server, lab: string, runs: RunStore): void {
  const answer = siteListener(address, runs);
  server.on("request", (request, response) => {
    if (sendSitePage(request, response, address)) return;
    if (address.site === "A" && sendFramePage(request, response, lab, runs.find)) return;
    answer(request, response);
  });
}

function createSite(scheme: Scheme, certificate: SiteCertificate | null): Server {
  const limits = { requestTimeout: 10_000 };
  return scheme === "http" ? createServer(limits) : createSecureServer({ ...limits, ...certificate });
}
