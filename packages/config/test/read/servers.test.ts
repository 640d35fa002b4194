import { importSite, lint } from "@concors/config/read";
import { describe, expect, test } from "vitest";

const nginx = `server {
  listen 80 default_server;
  server_name _;
  return 301 https://$host$request_uri;
}
server {
  server_name app.example.com;
  root /srv/app;
}
server {
  server_name api.example.com api.example.net;
  add_header Access-Control-Allow-Origin "https://app.example.com" always;
}
server {
  server_name fonts.example.com;
  add_header Access-Control-Allow-Origin "*" always;
}`;

const apache = `<VirtualHost *:80>
  ServerName api.example.com
  Redirect / https://api.example.com/
</VirtualHost>
<VirtualHost *:443>
  ServerName api.example.com
  Header always set Access-Control-Allow-Origin "https://app.example.com"
</VirtualHost>
<VirtualHost *:443>
  ServerName fonts.example.com
  Header always set Access-Control-Allow-Origin "*"
</VirtualHost>`;

const caddy = JSON.stringify({
  apps: {
    http: {
      servers: {
        srv0: {
          routes: [
            ["api.example.com", "https://app.example.com"],
            ["fonts.example.com", "*"],
          ].map(([host, origin]) => ({
            match: [{ host: [host] }],
            handle: [{ handler: "headers", response: { set: { "Access-Control-Allow-Origin": [origin] } } }],
          })),
        },
      },
    },
  },
});

describe.each([
  ["nginx.conf", nginx],
  ["httpd.conf", apache],
  ["caddy.json", caddy],
])("servers of %s with policies of their own", (path, text) => {
  const files = [{ path, text }];

  test("the first with any is taken, and the others are said", () => {
    const { site, servers, unseen } = importSite(files);
    expect({ site, servers }).toEqual({
      site: { fallback: { origins: ["https://app.example.com"] } },
      servers: ["api.example.com", "fonts.example.com"],
    });
    expect(unseen.map(({ why }) => why)).toEqual([
      "The server fonts.example.com has another policy, which is left out: ask for it by its name.",
    ]);
    expect(unseen[0]?.span).not.toBeNull();
  });

  test("one is taken by its name", () => {
    expect(importSite(files, { server: "fonts.example.com" })).toMatchObject({
      site: { fallback: { origins: "*" } },
      unseen: [{ why: "The server api.example.com has another policy, which is left out: ask for it by its name." }],
    });
  });

  test("one that is not there is refused", () => {
    expect(() => importSite(files, { server: "www.example.com" })).toThrow(
      new TypeError('"www.example.com" is no server with a policy; there are api.example.com, fonts.example.com'),
    );
  });

  test("what is wrong is found in all of them", () => {
    const wrong = text.replaceAll("https://app.example.com", "https://app.example.com/x/");
    expect(lint([{ path, text: wrong }]).map(({ code }) => code)).toContain("origin-never-sent");
  });
});

test("servers that say the same are one", () => {
  const server = (name: string): string =>
    `server { server_name ${name}; add_header Access-Control-Allow-Origin "*" always; }`;
  const text = `${server("a.example.com")}\n${server("b.example.com")}`;
  expect(importSite([{ path: "nginx.conf", text }])).toEqual({
    site: { fallback: { origins: "*" } },
    findings: [],
    unseen: [],
  });
});
