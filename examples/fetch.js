// deno serve examples/fetch.js
// bun examples/fetch.js
// wrangler dev examples/fetch.js
import { cors } from "concors/fetch";

const withCors = cors({
  origins: ["https://app.example.com", "http://localhost:*"],
  credentials: true,
  methods: ["PUT"],
  requestHeaders: ["Content-Type"],
  maxAge: 7200,
});

export default {
  fetch: withCors(async (request) => {
    const id = new URL(request.url).pathname.slice("/items/".length);
    return Response.json({ id, saved: await request.json() });
  }),
};
