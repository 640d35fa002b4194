// Writes docs/audit.md from the words in the code. Run `npm run build` first.
import { writeFileSync } from "node:fs";
import { auditPage } from "../dist/audit/index.js";

writeFileSync(new URL("../../../docs/audit.md", import.meta.url), auditPage());
