import { UsageError } from "../../usage-error.ts";

/** Whether a Redis is there, of which a client only says that it tries again. */
interface Absence {
  /** Its connection is gone. */
  readonly begin: () => void;
  readonly isNow: () => boolean;
  /** Whether it has been away, and is back, since this was asked before. */
  readonly isOver: () => boolean;
  /**
   * What comes of a question to it.
   *
   * @throws UsageError if it is away for too long meanwhile
   */
  readonly during: <T>(answer: Promise<T>) => Promise<T>;
  readonly end: () => void;
}

/**
 * Watches whether a Redis is there: it goes when its connection does, and is back when it answers.
 *
 * @param patience how long it may be away, in milliseconds
 */
export function watchAbsence({ hostname, port }: URL, patience: number): Absence {
  let timer: NodeJS.Timeout | null = null;
  let isOver = false;
  let lose = (_reason: UsageError): void => {};
  const lost = new Promise<never>((_resolve, reject) => {
    lose = reject;
  });
  // Whoever asks nothing at that moment is told by the next question.
  lost.catch(() => {});
  const at = `${hostname}:${port === "" ? "6379" : port}`;
  const back = (): void => {
    if (timer === null) return;
    clearTimeout(timer);
    timer = null;
    isOver = true;
  };
  const seconds = patience / 1000;
  const reason = `--queue: there has been no Redis at ${at} for ${seconds} seconds; with --state the same command goes on where it was.`;
  return {
    begin: () => {
      timer ??= setTimeout(() => lose(new UsageError(reason)), patience);
    },
    isNow: () => timer !== null,
    isOver: () => {
      const was = isOver;
      isOver = false;
      return was;
    },
    during: async (answer) => {
      const value = await Promise.race([answer, lost]);
      back();
      return value;
    },
    end: () => {
      if (timer !== null) clearTimeout(timer);
    },
  };
}
