import { cors } from "concors/node";
import type { PolicyOrCors } from "concors/node";
import type { Start } from "./row.ts";
import { headersOf, serve } from "./serve.ts";

/** Concors, in a server of `node:http`. */
export const startConcors: Start = (policy, application) => {
  const withCors = cors(policy as PolicyOrCors);
  return serve((request, response) => {
    withCors(request, response, () => {
      for (const [name, value] of Object.entries(headersOf(application))) response.setHeader(name, value);
      response.end("application");
    });
  });
};
