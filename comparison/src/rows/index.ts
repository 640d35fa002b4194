import type { Row } from "../row.ts";
import { expressRows } from "./express.ts";
import { fetchRows } from "./fetch.ts";
import { nodeRows } from "./node.ts";

/** What is publicly known to go wrong, each with what is right. */
export const rows: readonly Row[] = [...expressRows, ...nodeRows, ...fetchRows];
