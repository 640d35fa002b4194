import type { HeaderList } from "concors/protocol";
import type { Conversation } from "./conversation.ts";
import type { AuditExchange } from "./exchange.ts";
import type { Circumstances } from "./severity.ts";

/** What is worth knowing beside the findings. */
export function notesOn(known: {
  /** Whether the reason for that is told elsewhere. */
  readonly isUnknown: boolean;
  readonly plain: AuditExchange;
  readonly circumstances: Circumstances;
  readonly conversation: Conversation;
  /** Whether nothing was found that is worse than info. */
  readonly isNothing: boolean;
  readonly options: { readonly credentials?: HeaderList };
}): readonly string[] {
  const { circumstances, conversation, isNothing, isUnknown, options, plain } = known;
  const { status } = plain.answer;
  const hasCredentials = (options.credentials?.length ?? 0) > 0;
  const notes: string[] = [];
  if (conversation.end !== null && !isUnknown) notes.push(conversation.end.message);
  if (conversation.unanswered > 0 && conversation.end?.code !== "no-answer")
    notes.push(
      `${conversation.unanswered === 1 ? "One question" : `${conversation.unanswered} questions`} got no answer, asked twice: what that would have shown is not known.`,
    );
  if ((status === 401 || status === 403) && !hasCredentials)
    notes.push(
      `It answers ${status}: what a user gets who is signed in is not seen. Give a test user's -H "Cookie: …".`,
    );
  if (status === 401 && hasCredentials) notes.push("It answers 401: the credentials that were given are not taken.");
  if (circumstances.emptiness === "error" && isNothing)
    notes.push(`It answers ${status}: an error holds nothing, so nothing that is found here is worse than info.`);
  if (circumstances.emptiness === "wrong-method")
    notes.push(`It answers ${status} to GET: another method is asked only if it is named, like --method POST.`);
  if (circumstances.cookiesStayAtHome)
    notes.push(
      "No credentials that were seen go along with another site's requests, so what any site can do is one level milder.",
    );
  if (circumstances.isInternal)
    notes.push("The address is private: a firewall does not keep pages out that are open inside.");
  if (circumstances.isOnThisMachine)
    notes.push("It is on this machine: what is found is as bad as it would be where it is deployed.");
  return notes;
}
