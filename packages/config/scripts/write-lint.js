// Writes docs/lint.md from the words in the code. Run `npm run build` first.
import { writeFileSync } from "node:fs";
import { lintPage } from "../dist/read/lint-page.js";

writeFileSync(new URL("../../../docs/lint.md", import.meta.url), lintPage());
