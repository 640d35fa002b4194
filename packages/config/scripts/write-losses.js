// Writes docs/losses.md from the words in the code. Run `npm run build` first.
import { writeFileSync } from "node:fs";
import { lossesPage } from "../dist/losses-page.js";

writeFileSync(new URL("../../../docs/losses.md", import.meta.url), lossesPage());
