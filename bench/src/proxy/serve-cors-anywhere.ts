import { once } from "node:events";
import type { AddressInfo } from "node:net";
import corsAnywhere from "cors-anywhere";

// As it is shipped.
const server = corsAnywhere.createServer().listen(0, "127.0.0.1");
await once(server, "listening");
process.once("disconnect", () => process.exit());
process.send?.((server.address() as AddressInfo).port);
