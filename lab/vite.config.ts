import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  // The sources of the workspace: an edit of them shows at once.
  resolve: { conditions: ["concors-source", "browser", "module", "import", "default"] },
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    // Beside the command line's own files, with which it is published.
    outDir: fileURLToPath(new URL("../packages/cli/dist/lab-page", import.meta.url)),
    emptyOutDir: true,
    // What a chunk is for is read from it by scripts/check-lab-size.js.
    manifest: true,
    target: "es2023",
    // The page's Content-Security-Policy allows no data: URLs.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // How long plugins took is nothing that whoever starts the Lab wants to know.
    rolldownOptions: { checks: { pluginTimings: false } },
  },
});
