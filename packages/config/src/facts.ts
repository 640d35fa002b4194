/** What is known of the server that a configuration is for. Whatever is left out is taken to be the harder case. */
export interface Facts {
  /** Its version, as `1.22.1`; the one that the tests run if left out. */
  readonly version?: string | undefined;
  /** Where answers come from. */
  readonly upstream?: UpstreamKind | undefined;
  /** Whether the application behind the server may send CORS headers of its own; true if left out. */
  readonly upstreamSendsCors?: boolean | undefined;
  /** Who asks for a password: nobody, or the server itself, before the application. */
  readonly auth?: "none" | "basic" | undefined;
  /**
   * What passes requests on to an application that has the policy in itself: a server or a platform, which answers some
   * of them; or nothing.
   */
  readonly front?: "server" | "none" | undefined;
  /** What names in the configuration begin with, where several sites share a server; `cors` if left out. */
  readonly name?: string | undefined;
  /** Whether what a target cannot say may become wider: more may be read than the policy says. */
  readonly allowWider?: boolean | undefined;
}

export const upstreamKinds = ["proxy", "fastcgi", "uwsgi", "grpc", "cgi", "static"] as const;

export type UpstreamKind = (typeof upstreamKinds)[number];

/** Facts with nothing left open. */
export type KnownFacts = { readonly [Key in keyof Facts]-?: NonNullable<Facts[Key]> };

/** @throws FactsError with one sentence that says what to write */
export function completeFacts(facts: Facts, version: string): KnownFacts {
  const known: KnownFacts = {
    version: facts.version ?? version,
    upstream: facts.upstream ?? "proxy",
    upstreamSendsCors: facts.upstreamSendsCors ?? true,
    auth: facts.auth ?? "none",
    front: facts.front ?? "server",
    name: facts.name ?? "cors",
    allowWider: facts.allowWider ?? false,
  };
  if (!/^\d{1,5}(?:\.\d{1,5}){0,3}$/.test(known.version))
    throw new FactsError(
      `version ${JSON.stringify(known.version)} is no version; write numbers and dots, like ${version}`,
    );
  if (!upstreamKinds.includes(known.upstream))
    throw new FactsError(`upstream ${JSON.stringify(known.upstream)} is none of ${upstreamKinds.join(", ")}`);
  if (known.auth !== "none" && known.auth !== "basic")
    throw new FactsError(`auth ${JSON.stringify(known.auth)} is neither none nor basic`);
  if (known.front !== "server" && known.front !== "none")
    throw new FactsError(`front ${JSON.stringify(known.front)} is neither server nor none`);
  if (!/^[a-z][a-z0-9_]{0,15}$/.test(known.name))
    throw new FactsError(
      `name ${JSON.stringify(known.name)} is no name; write small letters, digits and _, like cors_api`,
    );
  return known;
}

/** Facts that are none. */
export class FactsError extends Error {
  override readonly name = "FactsError";
}
