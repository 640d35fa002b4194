import type { Generated } from "../generate.ts";
import type { Facts } from "../facts.ts";
import type { TargetName } from "../targets/index.ts";

/** What a server is started with. */
export interface RigInput {
  readonly generated: Generated;
  /** The application's port on loopback. */
  readonly upstreamPort: number;
  /** A port on loopback that nobody listens on. */
  readonly deadPort: number;
  /** The user's own configuration, put into the block that ours is in. `{folder}` stands for the server's folder. */
  readonly own: string;
  /** Likewise, outside of that block. */
  readonly around?: string | undefined;
  /** Files of the site, by name, which are in `{folder}/site`. */
  readonly site?: Readonly<Record<string, string>> | undefined;
  /** To serve HTTP/2 over TLS with; HTTP/1.1 without if left out. */
  readonly certificate?: Certificate | undefined;
}

/** In PEM. */
export interface Certificate {
  readonly certificate: string;
  readonly key: string;
}

/** A way to run a real server with what was generated for it. */
export interface Rig {
  readonly target: TargetName;
  /** What is true of the server as the rig runs it. */
  readonly facts: Facts;
  /** What cannot be asked of it, as the cases' last segment or name. */
  readonly lacks: readonly string[];
  /** What it does otherwise and no configuration can mend: a reason, by the case's name. What it does right is no miss. */
  readonly exceptions?: Readonly<Record<string, string>>;
  /** Methods that the server answers with 501 before it reads any header. They are asked for, but never sent. */
  readonly refuses?: readonly string[];
  /** How to get the server, if it is not here. */
  readonly missing: () => string | null;
  /**
   * Runs the server's own check, and the server.
   *
   * @throws Error with what the server said
   */
  readonly start: (input: RigInput) => Promise<RunningServer>;
}

/** A server that is running. */
export interface RunningServer {
  /** On loopback. */
  readonly port: number;
  /** Where its files are. */
  readonly folder: string;
  readonly stop: () => Promise<void>;
}
