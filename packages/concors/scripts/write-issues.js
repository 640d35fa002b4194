// Writes docs/issues.md from the words in the code. Run `npm run build` first.
import { writeFileSync } from "node:fs";
import { issuesPage } from "../dist/policy/issues-page.js";

writeFileSync(new URL("../../../docs/issues.md", import.meta.url), issuesPage());
