import type { Row } from "../serve.ts";

/** What an application is asked, beside the matrix, about what its framework brings. */
export type Question = Pick<Row, "answers" | "preflights" | "first">;

/** In what the frameworks differ. */
export interface Does {
  /** Whether it answers for a part of a file. */
  readonly ranges: boolean;
  /** Its status for a body that is too large. */
  readonly tooLarge: number;
  /** Its status for a method that a path does not have. */
  readonly otherMethod: number;
  /** Whether it answers where a program does not catch what is thrown, and leaves that to nobody in front of it. */
  readonly catches: boolean;
}

const unchanged = [["If-Modified-Since", "Fri, 01 Jan 2038 00:00:00 GMT"]] as const;
const first = [["Range", "bytes=0-3"]] as const;
const beyond = [["Range", "bytes=20-"]] as const;
const gzip = [["Accept-Encoding", "gzip"]] as const;
const password = [["Authorization", `Basic ${Buffer.from("somebody:secret").toString("base64")}`]] as const;

/** The same for every application. Each path is one that an application of `applications` has. */
export function questionsFor({ ranges, tooLarge, otherMethod, catches }: Does): Readonly<Record<string, Question>> {
  const file = "/files/a.txt";
  const parts = [
    { path: file, status: 206, headerList: first, has: { "Content-Range": /^bytes 0-3\/10$/ } },
    { path: file, status: 416, headerList: beyond },
  ];
  const questions: Readonly<Record<string, Question>> = {
    "files, whole, in part, unchanged and missing": {
      answers: [
        { path: file, status: 200 },
        ...(ranges ? parts : [{ path: file, status: 200, headerList: first }]),
        { path: file, status: 304, headerList: unchanged },
        { path: "/files/none.txt", status: 404 },
      ],
      preflights: [file, "/files/none.txt"],
    },
    "a body that is too large": {
      answers: [{ path: "/upload", status: tooLarge, method: "POST", body: `a=${"a".repeat(800)}`, headerList: form }],
      preflights: ["/upload"],
    },
    "too many requests": {
      first: "/few",
      answers: [{ path: "/few", status: 429 }],
      preflights: ["/few"],
    },
    "what nobody catches": { answers: catches ? [{ path: "/crash", status: 500 }] : [], preflights: ["/crash"] },
    "a password that the application asks for": {
      answers: [
        { path: "/secret", status: 401, has: { "WWW-Authenticate": /^Basic / } },
        { path: "/secret", status: 200, headerList: password },
      ],
      preflights: ["/secret"],
    },
    "compression, by the application": {
      answers: [
        {
          path: "/large",
          status: 200,
          headerList: gzip,
          has: { "Content-Encoding": /^gzip$/, Vary: /Accept-Encoding/ },
        },
      ],
      preflights: ["/large"],
    },
    "an answer in parts": { answers: [{ path: "/parts", status: 200 }], preflights: ["/parts"] },
    "what the router refuses": {
      answers: [
        { path: "/none", status: 404 },
        { path: "/parts", status: otherMethod, method: "DELETE" },
      ],
      preflights: ["/none"],
    },
    "an answer that moves on": { answers: [{ path: "/moved", status: 302 }], preflights: ["/moved"] },
    "what the application says itself": { answers: [{ path: "/own", status: 200 }], preflights: ["/own"] },
    "a cache that another origin has warmed": {
      first: "/cached",
      answers: [
        { path: "/cached", status: 200, has: { ETag: /"v1"/, Vary: /Accept-Encoding/ } },
        { path: "/cached", status: 200, headerList: gzip, has: { Vary: /Accept-Encoding/ } },
        { path: "/cached", status: 304, headerList: [["If-None-Match", '"v1"']] },
      ],
      preflights: ["/cached"],
    },
  };
  // In front of it, what varies besides may be said as well.
  return Object.fromEntries(
    Object.entries(questions).map(([name, { answers, ...question }]) => [
      name,
      { ...question, answers: answers.map((asked) => ({ vary: "with others" as const, ...asked })) },
    ]),
  );
}

const form = [["Content-Type", "application/x-www-form-urlencoded"]] as const;

/** What is asked besides where what is in front compresses. */
export const compressedInFront: Readonly<Record<string, Question>> = {
  "compression, by the server in front": {
    answers: [
      { path: "/own", status: 200, headerList: gzip, vary: "with others", has: { "Content-Encoding": /^gzip$/ } },
    ],
    preflights: [],
  },
};
