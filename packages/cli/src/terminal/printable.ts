export { isControl, printable } from "@concors/explain";
