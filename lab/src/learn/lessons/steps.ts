/** Steps of the standard that several lessons come down to. */
export const corsCheckStep = { name: "CORS check", url: "https://fetch.spec.whatwg.org/#concept-cors-check" };

export const preflightStep = {
  name: "CORS-preflight fetch",
  url: "https://fetch.spec.whatwg.org/#cors-preflight-fetch-0",
};
