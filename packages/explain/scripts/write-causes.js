// Writes docs/causes.md from the messages in the code. Run `npm run build` first.
import { writeFileSync } from "node:fs";
import { causesPage } from "../dist/index.js";

writeFileSync(new URL("../../../docs/causes.md", import.meta.url), causesPage());
