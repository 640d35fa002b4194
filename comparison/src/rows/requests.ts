import type { Exchange, Want } from "../row.ts";

export const app = "https://app.example.com";
export const evil = "https://evil.example";

/** A policy of one origin, in the words of Concors. */
export const listed: { readonly origins: readonly string[] } = { origins: [app] };
export const listedWithCredentials: object = { origins: [app], credentials: true };

export function get(origin?: string, want?: Want, headers?: Readonly<Record<string, string>>): Exchange {
  return {
    headers: { ...(origin === undefined ? {} : { Origin: origin }), ...headers },
    ...(want === undefined ? {} : { want }),
  };
}

export function preflight(origin: string, method: string, names: string | undefined, want: Want): Exchange {
  return {
    method: "OPTIONS",
    headers: {
      Origin: origin,
      "Access-Control-Request-Method": method,
      ...(names === undefined ? {} : { "Access-Control-Request-Headers": names }),
    },
    want,
  };
}

/** An OPTIONS of the application's own. */
export const options: Exchange = { method: "OPTIONS", want: { application: true } };

export const denied: Want = {
  headers: { "Access-Control-Allow-Origin": null, "Access-Control-Allow-Credentials": null },
  varies: ["Origin"],
};
export const allowOrigin = (origin: string): Want => ({ headers: { "Access-Control-Allow-Origin": origin } });

/** What the standard says of the answer to a preflight. */
export const noContentLength = "https://www.rfc-editor.org/rfc/rfc9110#section-8.6";
