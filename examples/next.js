// app/items/[id]/route.js
import { cors } from "concors/fetch";

const withCors = cors({
  origins: ["https://app.example.com", "http://localhost:*"],
  credentials: true,
  methods: ["PUT"],
  requestHeaders: ["Content-Type"],
  maxAge: 7200,
});

export const PUT = withCors(async (request, /** @type {{ params: Promise<{ id: string }> }} */ { params }) => {
  const { id } = await params;
  return Response.json({ id, saved: await request.json() });
});

// Preflights come here, and are answered before the handler is called.
export const OPTIONS = withCors(() => new Response(null, { status: 204, headers: { Allow: "OPTIONS, PUT" } }));
