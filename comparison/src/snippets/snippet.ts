import type { LintCode } from "@concors/config/read";

/** Configuration, or a few lines of a program, that somebody published for others to use. */
export interface Snippet {
  /** What it does, in few words. */
  readonly name: string;
  /** Where it is published. */
  readonly source: string;
  readonly server: SnippetServer;
  /** What it should carry out: that of `policies` which it comes nearest to. */
  readonly policy: PolicyName;
  /**
   * What is written where, by the names that the rig of its server knows.
   *
   * Written anew after what is published, with other hosts and shorter lists, and whatever makes it do what it does.
   */
  readonly files: Readonly<Record<string, string>>;
  /** What `lint` finds; of a Caddyfile, in what Caddy makes of it before an application. */
  readonly lint: readonly LintCode[];
}

/** What a snippet is for, by the name of the target that generates the like. */
export type SnippetServer =
  | "nginx"
  | "apache"
  | "apache-htaccess"
  | "caddy"
  | "haproxy"
  | "lighttpd"
  | "varnish"
  | "php"
  | "express"
  | "fetch"
  | "flask"
  | "django"
  | "fastapi"
  | "rack-cors";

export type PolicyName = "P1" | "P2";
