import type { Conversation } from "./conversation.ts";
import type { OriginsAsked } from "./learn-origins.ts";
import type { Notes } from "./notes.ts";

/** Says what no question can bring to light, and what these did not. */
export function sayUnseen(
  { kind, allowed }: OriginsAsked,
  candidates: readonly string[],
  conversation: Conversation,
  url: URL,
  notes: Notes,
): void {
  const { ended } = conversation;
  if (ended !== null) notes.unseen(`${ended.message} What had not been asked by then is not in the policy.`);
  if (conversation.unanswered.length > 0)
    notes.unseen(`These got no answer, and are taken for not allowed: ${conversation.unanswered.join("; ")}.`);
  if (kind === "listed") {
    const asked = candidates.join(", ");
    notes.unseen(
      allowed.length === 0
        ? `None of the origins that were asked is allowed (${asked}): name one that is.`
        : `Whether other origins are listed cannot be asked: these were (${asked}), and their neighbours.`,
    );
  }
  notes.unseen(`Other paths may have other policies: ${url.pathname} was asked, and one path below it.`);
  notes.unseen("Only GET was sent: answers to other methods may lack the headers, or have others.");
  notes.unseen("Nobody was logged in: what answers say to who is may differ.");
  notes.unseen("Whether preflights reach an application behind the server cannot be seen.");
  notes.unseen("Whether CORS headers of an application behind the server are stripped cannot be seen.");
}
