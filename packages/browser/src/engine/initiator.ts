/**
 * What in a page asked: browsers name it in what they tell its author. `module` is an element's, `import` a script's;
 * `sync-xhr` is an XMLHttpRequest that a script waits for, `worker` the script of one.
 */
export type Initiator =
  | "fetch"
  | "xhr"
  | "sync-xhr"
  | "img"
  | "script"
  | "module"
  | "import"
  | "worker"
  | "style"
  | "font"
  | "video"
  | "preload"
  | "eventsource"
  | "beacon";
