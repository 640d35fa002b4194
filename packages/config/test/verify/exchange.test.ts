import { once } from "node:events";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { connectTo } from "../../src/verify/exchange.ts";

/** Answers so many requests of each connection, and closes it at the next one. */
async function startClosing(answered: number): Promise<{ port: number; asked: () => number; stop: () => void }> {
  let asked = 0;
  const server = createServer((socket) => {
    let left = answered;
    socket.on("error", () => undefined);
    socket.on("data", () => {
      asked += 1;
      if (left-- > 0) socket.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
      else socket.destroy();
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { port: (server.address() as AddressInfo).port, asked: () => asked, stop: () => server.close() };
}

const request = { method: "GET", path: "/", headerList: [] };

test("what is asked on a kept connection that the server closes is asked again, as browsers do", async () => {
  const server = await startClosing(1);
  const connection = connectTo(server.port, "api.example.net");
  expect(await connection.send(request)).toMatchObject({ status: 200 });
  expect(await connection.send(request)).toMatchObject({ status: 200 });
  expect(server.asked()).toBe(3);
  connection.close();
  server.stop();
});

test("a new connection that the server closes is an error", async () => {
  const server = await startClosing(0);
  const connection = connectTo(server.port, "api.example.net");
  await expect(connection.send(request)).rejects.toThrow("socket hang up");
  expect(server.asked()).toBe(1);
  connection.close();
  server.stop();
});
