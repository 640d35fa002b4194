// A name server for tests: node name-server.js name=address… It answers on 127.0.0.1, port 53, and knows no other names.
import { createSocket } from "node:dgram";
import { decode, encode } from "dns-packet";

const records = process.argv.slice(2).map((text) => {
  const [name = "", data = ""] = text.split("=");
  return { name, data, type: data.includes(":") ? /** @type {const} */ ("AAAA") : /** @type {const} */ ("A"), ttl: 1 };
});

const socket = createSocket("udp4");
socket.on("message", (message, { address, port }) => {
  const { id, questions = [] } = decode(message);
  const asked = questions[0];
  const known = records.filter(({ name }) => name === asked?.name);
  const answers = known.filter(({ type }) => type === asked?.type);
  // 3: there is no such name.
  socket.send(encode({ id, type: "response", flags: known.length === 0 ? 3 : 0, questions, answers }), port, address);
});
socket.bind(53, "127.0.0.1", () => process.stdout.write("ready\n"));
