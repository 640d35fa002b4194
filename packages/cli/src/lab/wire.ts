import type { Destination, Report } from "@concors/explain";
import type { CacheMode } from "@concors/browser/engine";
import type { CredentialsMode, EmbedderPolicyValue, Header, RedirectMode, RequestMode } from "concors/protocol";
import type { CrossOriginAttribute } from "../check/initiator.ts";

// What the Lab's page and its server say to each other, and the page to site A's frame. Types alone: nothing runs here.

/** The header that every request to `/api/` carries, and the `<meta>` of the page that has its value. */
export type TokenHeader = "X-Concors-Lab";

/** Site A has the page, site B the server that it asks, and site C is where redirects lead. */
export type SiteName = "A" | "B" | "C";

export type Scheme = "http" | "https";

/** The origin of each site: `http://127.0.0.1:40001`. */
export type SiteOrigins = Readonly<Record<SiteName, string>>;

/** What `GET /api/lab` answers. */
export interface LabInfo {
  readonly version: string;
  readonly sites: {
    readonly http: SiteOrigins;
    /** With a certificate that the browser does not know; null if there is none, and then `whyNoHttps` says why. */
    readonly https: SiteOrigins | null;
  };
  readonly whyNoHttps: string | null;
  /** Requests of a page to a server on this machine, to check: most of them are blocked. */
  readonly examples: readonly CheckExample[];
}

export interface CheckExample {
  /** What is wrong with the server, in a few words. */
  readonly about: string;
  readonly order: RequestOrder;
}

/** What `POST /api/runs` takes: the sites' answers, for one run of a page's requests. */
export interface RunOrder {
  /** The page of site A. It sets a cookie, ck=1, for the addresses of its run at every site: those of one host share cookies. */
  readonly page: { readonly scheme: Scheme; readonly sandboxed: boolean };
  /** What is answered at each address, by its path: "items", "a/b.json". The path "page" is that of site A's page. */
  readonly resources: Readonly<Record<string, RunResource>>;
}

/** An address of a site. */
export interface RunResource {
  readonly site: SiteName;
  /** The page's scheme if left out. */
  readonly scheme?: Scheme;
  /** What a preflight is answered; as any other request, if it is null or left out. */
  readonly preflight?: RunAnswer | null;
  readonly actual: RunAnswer;
}

/**
 * An answer, sent byte for byte. Values of headers may hold placeholders, as in conformance's scenarios:
 *
 * - `{{origin}}`, `{{acrm}}`, `{{acrh}}`: the request's own `Origin`, `Access-Control-Request-Method` and `-Headers`;
 * - `{{page}}`: the page's origin, "null" if it is sandboxed; `{{A}}`, `{{B}}`, `{{C}}`: a site's origin;
 * - `{{url:PATH}}`, `{{userurl:PATH}}`, `{{path:PATH}}`: a resource's URL, that with a user and a password, its path alone.
 */
export interface RunAnswer {
  readonly status: number;
  readonly headers: readonly Header[];
  /** Empty if left out. */
  readonly body?: string;
  /** How long the site takes for it, in milliseconds, 5000 at the most; none if left out. */
  readonly delay?: number;
}

/** What `POST /api/runs` answers. */
export interface Run {
  readonly id: string;
  /** The address of site A's page, to be shown in an `<iframe>`: with `sandbox="allow-scripts"` if it is sandboxed. */
  readonly frame: string;
  /** The origin of the frame's messages. */
  readonly frameOrigin: string;
  /** The URL of each resource, by its path. A query may be added to it. */
  readonly urls: Readonly<Record<string, string>>;
}

/**
 * What happened at a site. `GET /api/runs/<id>` answers all of it so far as `Arrival[]`; `GET /api/runs/<id>/arrivals` sends
 * each as it happens, from the first on, as server-sent events: `id: <index>` and `data: <Arrival>`.
 */
export type Arrival = ArrivedRequest | SentAnswer;

export interface ArrivedRequest {
  readonly kind: "request";
  /** From 1; its answer has the same number. */
  readonly number: number;
  readonly site: SiteName;
  readonly scheme: Scheme;
  /** The path of the resource; null if there is none at the address. */
  readonly resource: string | null;
  readonly isPreflight: boolean;
  readonly method: string;
  readonly url: string;
  /** In the order and the case in which they arrived. */
  readonly headers: readonly Header[];
  /** In bytes. */
  readonly bodyLength: number;
  /** As text, its beginning alone if it is long. */
  readonly body: string;
  /** In milliseconds since the run was ordered. */
  readonly at: number;
}

export interface SentAnswer {
  readonly kind: "answer";
  readonly number: number;
  readonly status: number;
  /** As they were sent, the placeholders filled in. */
  readonly headers: readonly Header[];
  readonly body: string;
  readonly at: number;
}

/**
 * What site A's page says to the one that it is framed in, and is told by it. Each checks who the other is: the frame
 * answers the Lab's origin alone; the page looks at `source`, and at `origin`, which is "null" for a sandboxed frame.
 */
export type FrameMessage = FrameReady | FrameSeen;

/** The frame's script runs: it can be told what to ask. */
export interface FrameReady {
  readonly kind: "ready";
}

export interface FrameOrder {
  readonly kind: "fetch";
  /** Comes back with what was seen. */
  readonly order: number;
  readonly url: string;
  readonly init: FrameInit;
}

/** What the frame gives to `fetch`; what is left out is the browser's choice. */
export interface FrameInit {
  readonly method?: string;
  readonly headers?: readonly Header[];
  /** A `type` makes a `Blob` of the text, which has that type; null makes a text, which is text/plain. */
  readonly body?: { readonly type: string | null; readonly text: string } | null;
  readonly mode?: RequestMode;
  readonly credentials?: CredentialsMode;
  readonly redirect?: RedirectMode;
  readonly cache?: CacheMode;
}

export interface FrameSeen {
  readonly kind: "seen";
  readonly order: number;
  readonly seen: Seen;
}

/** What a script could see of a fetch. `took` is in milliseconds. */
export type Seen =
  | {
      readonly ok: true;
      readonly type: ResponseTypeSeen;
      readonly status: number;
      readonly url: string;
      readonly redirected: boolean;
      readonly headers: readonly Header[];
      readonly body: string;
      readonly took: number;
    }
  | { readonly ok: false; readonly name: string; readonly message: string; readonly took: number };

export type ResponseTypeSeen = "basic" | "cors" | "default" | "error" | "opaque" | "opaqueredirect";

/** What `POST /api/check` takes. */
export type CheckOrder = RequestOrder | SnippetOrder | HarOrder;

/** What can be said of a request beside what it asks for. */
interface CheckSettings {
  /** The page's origin, or "null"; what a snippet says itself, if left out. */
  readonly origin?: string;
  readonly credentials?: CredentialsMode;
  readonly mode?: RequestMode;
  readonly redirect?: RedirectMode;
  /** What asks; `fetch` if left out. */
  readonly destination?: Destination;
  /** The attribute `crossorigin` of an element that asks; none if left out. */
  readonly crossOrigin?: CrossOriginAttribute;
  /** The page's Content-Security-Policy, a header's value each; not known if left out. */
  readonly policies?: readonly string[];
  /** The page's Cross-Origin-Embedder-Policy; `unsafe-none` if left out. */
  readonly embedderPolicy?: EmbedderPolicyValue;
  /** Whether requests that may change something are sent too. */
  readonly send?: boolean;
}

export interface RequestOrder extends CheckSettings {
  readonly kind: "request";
  readonly url: string;
  readonly method?: string;
  readonly headers?: readonly Header[];
  readonly body?: string | null;
}

/** A text to be read: `paste` is looked at to tell whether it is a URL, a curl command, a call of fetch, or a recording. */
export interface SnippetOrder extends CheckSettings {
  readonly kind: "curl" | "fetch" | "paste";
  readonly text: string;
}

/** A recording of developer tools: nothing is sent. */
export interface HarOrder {
  readonly kind: "har";
  readonly text: string;
}

/** What `POST /api/check` answers. */
export interface CheckAnswer {
  /** What the text was taken for. */
  readonly kind: "request" | "curl" | "fetch" | "har";
  /** Each as `concors check --json` prints it: one, or for a recording one for each request that was blocked or failed. */
  readonly reports: readonly Report[];
  /** How often each happened in the recording; 1 of what was asked now. */
  readonly times: readonly number[];
  /** A recording's requests to other origins, allowed ones included; 1 of what was asked now. */
  readonly count: number;
  /** What the visitor should know about how the text was read. */
  readonly remarks: readonly string[];
}

/** How `/api/` says no: `application/problem+json`. */
export interface Problem {
  readonly status: number;
  /** One sentence for a person. */
  readonly title: string;
}
