import type { Dialect } from "../reading.ts";
import { apache } from "./apache/index.ts";
import { javascript } from "./javascript/index.ts";
import { nginx } from "./nginx/index.ts";
import { yaml } from "./yaml/index.ts";

/** Every language that files are read in. The first that recognizes a file reads it. */
export const dialects: readonly Dialect[] = [javascript, yaml, apache, nginx];
