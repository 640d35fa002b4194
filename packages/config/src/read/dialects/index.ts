import type { Dialect } from "../reading.ts";
import { nginx } from "./nginx/index.ts";

/** Every language that files are read in. */
export const dialects: readonly Dialect[] = [nginx];
