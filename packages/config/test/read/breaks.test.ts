import { generate } from "@concors/config";
import type { Site, TargetName } from "@concors/config";
import { importSite } from "@concors/config/read";
import { describe, expect, test } from "vitest";
import { breaks } from "../verify/breaks/index.ts";
import { broken } from "../verify/breaks/break.ts";

const p1: Site = {
  fallback: {
    origins: ["https://app.example.com", "https://*.preview.example.com"],
    credentials: true,
    methods: ["GET", "POST", "PUT", "DELETE"],
    requestHeaders: ["Content-Type", "Authorization"],
    exposedHeaders: ["X-Request-Id", "ETag"],
    maxAge: 7200,
  },
};

/** What reading does not ask for: what strangers get that opens nothing to them, statuses, headers in vain, two lines. */
const notAsked =
  /for strangers|strangers' preflights|on preflights|on every answer|get through|gets through|with 200|is a preflight|Vary is replaced|in the place of|taken apart at commas|nothing on the response|no Vary|preflights reach|password|two lines/;

/** Without those that run elsewhere than in the file which is broken. */
const read: readonly TargetName[] = ["haproxy", "varnish", "php", "flask", "django", "lighttpd"];

describe.each(read)("what is broken in what is generated for %s", (target) => {
  const generated = generate(target, p1);
  const whole = importSite(generated.files);
  const asked = breaks[target]!.filter(([name]) => !notAsked.test(name));

  test.each(asked)("is noticed when it is read: %s", (...change) => {
    expect(importSite(broken(generated, change).files)).not.toEqual(whole);
  });
});
