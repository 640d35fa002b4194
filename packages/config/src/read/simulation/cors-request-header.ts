import type { SimulatedRequest } from "./simulation.ts";

/** What a request has in a header of CORS: null if it has none; undefined if the header is another, which nobody knows. */
export function corsRequestHeader(request: SimulatedRequest, name: string): string | null | undefined {
  switch (name.toLowerCase()) {
    case "origin":
      return request.origin;
    case "access-control-request-method":
      return request.requestMethod;
    case "access-control-request-headers":
      return request.requestHeaders;
    default:
      return undefined;
  }
}
