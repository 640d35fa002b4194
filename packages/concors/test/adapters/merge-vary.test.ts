import { expect, test } from "vitest";
import { mergeVary } from "../../src/adapters/merge-vary.ts";

test.each([
  { name: "nothing needs nothing", existing: "", names: [], want: null },
  { name: "the policy's name alone", existing: "", names: ["Origin"], want: "Origin" },
  { name: "both of the policy's names", existing: "", names: ["Origin", "Cookie"], want: "Origin, Cookie" },
  { name: "behind the handler's", existing: "Accept", names: ["Origin"], want: "Accept, Origin" },
  { name: "what is there, in any case, is there", existing: "accept,ORIGIN", names: ["Origin"], want: null },
  {
    name: "a name that begins like another is another",
    existing: "Origin-Trial",
    names: ["Origin"],
    want: "Origin-Trial, Origin",
  },
  { name: "* says it all", existing: "*", names: ["Origin"], want: null },
  { name: "* beside others says it all as well", existing: "Accept, *", names: ["Origin"], want: null },
  { name: "only what is missing is added", existing: "Origin", names: ["Origin", "Cookie"], want: "Origin, Cookie" },
])("$name", ({ existing, names, want }) => {
  expect(mergeVary(existing, names)).toBe(want);
});
