import { assumedOrigins } from "../../stage/sites.ts";
import { outcomeOf, siteLetter, trueOf } from "../claims.ts";
import { lessons } from "../lessons/index.ts";
import type { Change, Lesson, Prediction } from "../lessons/lesson.ts";
import { playLesson } from "../play-lesson.ts";
import { sequenceOf } from "./sequence.ts";

const origins = assumedOrigins("http");

/** The pages of `docs/learn`, as they have to be, by their names. */
export function lessonPages(): ReadonlyMap<string, string> {
  return new Map([
    ["README.md", listPage()],
    ...lessons.map((lesson, index) => [`${lesson.id}.md`, lessonPage(lesson, index)] as const),
  ]);
}

function listPage(): string {
  const rows = lessons.map(({ id, title, topic }, index) => `| ${index + 1} | ${topic} | [${title}](${id}.md) |`);
  return `# Learn CORS

Eleven short lessons. Each asks you for a prediction before it shows what happens, and says why. In the Lab (\`concors lab\`,
then *Learn*) your own browser plays them, and you can change every part.

| | | |
| --- | --- | --- |
${rows.join("\n")}

Site A is ${origins.A} here, site B ${origins.B} and site C ${origins.C}. All diagrams
are drawn from requests that were played as the Fetch standard says, and tests hold what is claimed of Chromium, Firefox and
WebKit. Written by \`node lab/scripts/write-lessons.js\`.
`;
}

function lessonPage(lesson: Lesson, index: number): string {
  const { fetches } = playLesson(lesson.stage, "spec", origins);
  const explanations = fetches.map(({ explanation }) => explanation);
  const truth = trueOf(
    lesson,
    outcomeOf(
      fetches.map(({ trace }) => trace),
      origins,
    ),
  )!;
  return `# ${lesson.title}

Lesson ${index + 1} of ${lessons.length}: ${lesson.topic}.

${lesson.text.join("\n\n")}

\`\`\`javascript
${explanations[0]!.reproduce.fetch}
\`\`\`

## ${lesson.question}

${lesson.predictions.map(({ text }, place) => `${place + 1}. ${text}`).join("\n")}

<details>
<summary>Predict, and then see</summary>

\`\`\`text
${sequenceOf(explanations, (url) => siteLetter(url, origins))}
\`\`\`

${explanations.at(-1)!.summary}

${[truth, ...lesson.predictions.filter((prediction) => prediction !== truth)].map((prediction) => judged(prediction, truth)).join("\n")}

The standard: [${lesson.step.name}](${lesson.step.url}).

</details>

## To keep

${lesson.keep}

## Try this

${lesson.changes.map(changeLine).join("\n")}

${neighbours(index)}
`;
}

function judged(prediction: Prediction, truth: Prediction): string {
  return `- ${prediction === truth ? "✓" : "✗"} **${prediction.text}** ${prediction.why}`;
}

const browsers = { chromium: "Chromium", firefox: "Firefox", webkit: "WebKit" } as const;

function changeLine({ claim, except = [], text, why }: Change): string {
  const others = except.map(
    (other) =>
      ` (${other.engines.map((engine) => browsers[engine]).join(", ")}: ${outcomeWords(other.claim.readable)})`,
  );
  return `- ${text} **${outcomeWords(claim.readable)}**${others.join("")}: ${why}`;
}

function outcomeWords(readable: boolean): string {
  return readable ? "✓ may be read" : "✗ may not be read";
}

function neighbours(index: number): string {
  const link = (words: string, lesson: Lesson | undefined): string[] =>
    lesson === undefined ? [] : [`${words}: [${lesson.title}](${lesson.id}.md)`];
  return [
    ...link("Before", lessons[index - 1]),
    ...link("Next", lessons[index + 1]),
    "[All lessons](README.md)",
    `In the Lab: \`#/learn/${lessons[index]!.id}\``,
  ].join(" · ");
}
