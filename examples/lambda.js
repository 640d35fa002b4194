// A function behind an HTTP API of API Gateway, without CORS settings there, with a route for `ANY /items/{id}`.
import { cors } from "concors/lambda";

const withCors = cors(
  {
    origins: ["https://app.example.com", "http://localhost:*"],
    credentials: true,
    methods: ["PUT"],
    requestHeaders: ["Content-Type"],
    maxAge: 7200,
  },
  // Else AWS would answer in a way that no page can read.
  {
    onError: (error) => {
      console.error(error);
      return { statusCode: 500, body: "" };
    },
  },
);

export const handler = withCors(async (/** @type {import("aws-lambda").APIGatewayProxyEventV2} */ event) => {
  const { id } = event.pathParameters ?? {};
  return { id, saved: JSON.parse(event.body ?? "null") };
});
