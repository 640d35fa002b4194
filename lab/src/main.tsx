import { render } from "preact";
import "./look/tokens.css";
import "./look/base.css";
import "./look/parts.css";
import { Shell } from "./shell/shell.tsx";
import { startTheme } from "./shell/theme.ts";

startTheme();
render(<Shell />, document.querySelector("#app")!);
