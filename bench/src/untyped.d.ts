// What these have no types for, as far as it is used here.
declare module "corser" {
  import type { RequestListener } from "node:http";

  const corser: {
    create(options: object): (...exchange: [...Parameters<RequestListener>, next: () => void]) => void;
  };
  export default corser;
}

declare module "@koa/cors" {
  export default function cors(options: object): (context: never, next: () => Promise<void>) => Promise<void>;
}
