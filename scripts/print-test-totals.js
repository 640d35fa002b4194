// Prints `N passed, N failed` from the file that vitest's JSON reporter wrote, and fails unless all of them passed.
import { existsSync, readFileSync } from "node:fs";
import process from "node:process";

const [, , path = ""] = process.argv;
const statuses = existsSync(path) ? statusesIn(readFileSync(path, "utf8")) : ["no results"];
const passed = statuses.filter((status) => status === "passed").length;
// A skipped test is one that something was missing for: where everything is installed, that is a failure.
const failed = statuses.length - passed;
console.log(`${passed} passed, ${failed} failed`);
if (failed > 0) process.exitCode = 1;

/**
 * @param {string} json
 * @returns {string[]} one status a test
 */
function statusesIn(json) {
  const { testResults } = /** @type {{ testResults: { status: string, assertionResults: { status: string }[] }[] }} */ (
    JSON.parse(json)
  );
  return testResults.flatMap(({ status, assertionResults }) => {
    const inFile = assertionResults.map((test) => test.status);
    // A file that cannot be loaded, or whose hooks throw, fails without a failed test.
    return status === "failed" && !inFile.includes("failed") ? [...inFile, status] : inFile;
  });
}
