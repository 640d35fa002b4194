import type { Server } from "node:http";
import { UsageError } from "../usage-error.ts";

/** Where to listen, and how a user says it. */
export interface ListenOn {
  readonly host: string;
  readonly port: number;
  /** The flag for the port. */
  readonly option?: string;
  /** The flag for the address. */
  readonly hostOption?: string;
}

/** @throws UsageError with what to do about it, if it cannot listen there */
export async function listen(server: Server, where: ListenOn): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject).listen(where.port, where.host, () => {
        server.off("error", reject);
        resolve();
      });
    });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : "";
    throw new UsageError(whyNot(String(code), where));
  }
}

function whyNot(code: string, { host, port, option = "--port", hostOption = "--host" }: ListenOn): string {
  if (code === "EADDRINUSE") return `Something listens on port ${port} of ${host} already: say another with ${option}.`;
  if (code === "EACCES") return `Port ${port} is not yours to listen on: say one from 1024 on with ${option}.`;
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND" || code === "EAI_AGAIN")
    return `${host} is no address of this machine: say one with ${hostOption}, or leave it out.`;
  return `It cannot listen on port ${port} of ${host}: ${code}.`;
}
