import type * as compat from "../dist/cjs/adapters/compat/index.js";

declare const cors: typeof compat.default & {
  readonly CorsOptionsError: typeof compat.CorsOptionsError;
};

declare namespace cors {
  export type CompatSettings = compat.CompatSettings;
  export type CorsMiddleware<Request extends compat.NodeRequest = compat.NodeRequest> = compat.CorsMiddleware<Request>;
  export type CorsOptions = compat.CorsOptions;
  export type CorsOptionsDelegate<Request extends compat.NodeRequest = compat.NodeRequest> =
    compat.CorsOptionsDelegate<Request>;
  export type CorsOptionsError = compat.CorsOptionsError;
  export type CustomOrigin = compat.CustomOrigin;
  export type OptionIssue = compat.OptionIssue;
  export type OptionIssueCode = compat.OptionIssueCode;
  export type StaticOrigin = compat.StaticOrigin;
}

export = cors;
