import type { CauseCode } from "./cause-code.ts";
import { credentialsMessages } from "./causes/credentials.ts";
import { connectionMessages } from "./causes/connection.ts";
import { exposureMessages } from "./causes/exposure.ts";
import { lookAlikeMessages } from "./causes/look-alikes.ts";
import { modeMessages } from "./causes/mode.ts";
import { networkMessages } from "./causes/network.ts";
import { originMessages } from "./causes/origin.ts";
import { permissionMessages } from "./causes/permission.ts";
import { preflightMessages } from "./causes/preflight.ts";
import { redirectMessages } from "./causes/redirect.ts";
import type { Message } from "./message.ts";

/** The words about every cause there is. */
export const messages: Readonly<Record<CauseCode, Message>> = {
  ...originMessages,
  ...credentialsMessages,
  ...preflightMessages,
  ...permissionMessages,
  ...exposureMessages,
  ...redirectMessages,
  ...modeMessages,
  ...networkMessages,
  ...connectionMessages,
  ...lookAlikeMessages,
};
