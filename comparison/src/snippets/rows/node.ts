import type { Snippet } from "../snippet.ts";

/** Express, and handlers of requests as in Deno. */
export const nodeSnippets: readonly Snippet[] = [
  {
    name: "cors, its simplest use",
    source: "https://github.com/expressjs/cors#simple-usage-enable-all-cors-requests",
    server: "express",
    policy: "P2",
    files: { "server.js": `import cors from "cors";\napp.use(cors());` },
    lint: [],
  },
  {
    name: "cors: the origin of the request, with credentials",
    source: "https://github.com/expressjs/cors#configuration-options",
    server: "express",
    policy: "P1",
    files: { "server.js": `import cors from "cors";\napp.use(cors({ origin: true, credentials: true }));` },
    lint: ["reflects-any-origin"],
  },
  {
    name: "cors: the end of the origin",
    source: "https://github.com/expressjs/cors#configuration-options",
    server: "express",
    policy: "P1",
    files: {
      "server.js": String.raw`import cors from "cors";
app.use(cors({ origin: ["https://app.example.com", /preview\.example\.com$/], credentials: true }));`,
    },
    lint: ["expression-without-start"],
  },
  {
    name: "enable-cors.org: headers by hand",
    source:
      "https://github.com/monsur/enable-cors.org/blob/98fe09082f67877e87b6f65678f6571d33ef15e6/server_expressjs.html",
    server: "express",
    policy: "P1",
    files: {
      "server.js": `app.use(function (req, res, next) {
  res.header("Access-Control-Allow-Origin", "https://app.example.com");
  res.header("Access-Control-Allow-Headers", "Content-Type, Authorization");
  next();
});`,
    },
    lint: ["preflight-not-answered"],
  },
  {
    name: "Supabase's documentation: headers for everybody",
    source: "https://supabase.com/docs/guides/functions/cors",
    server: "fetch",
    policy: "P2",
    files: {
      "function.js": `const corsHeaders = {
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Allow-Headers": "authorization, x-client-info, apikey, content-type",
};
Deno.serve(async (request) => {
  if (request.method === "OPTIONS") {
    return new Response("ok", { headers: corsHeaders });
  }
  const response = application(request);
  const headers = { ...Object.fromEntries(response.headers), ...corsHeaders };
  return new Response(response.body, { status: response.status, headers });
});`,
    },
    lint: ["plain-options-swallowed"],
  },
];
