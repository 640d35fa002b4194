/** What a command reads from and writes to its surroundings. */
export interface Io {
  /** To standard output. */
  readonly write: (text: string) => void;
  /** To standard error. */
  readonly writeError: (text: string) => void;
  /** Standard input, as text. */
  readonly readInput: () => Promise<string>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly terminal: {
    /** Whether standard output is one. */
    readonly isTerminal: boolean;
    /** Whether standard error is one. */
    readonly isErrorTerminal?: boolean;
    readonly columns: number;
    readonly rows: number;
  };
  /** The address of a host; null if it has none, or none that is found in time. */
  readonly lookup: (host: string) => Promise<string | null>;
  /** Resolves when the user ends the program. */
  readonly interrupted: () => Promise<void>;
  /** Has a function called once the user ends the program, which then ends by itself. */
  readonly onInterrupt?: (listener: () => void) => void;
  /** Has a function called whenever the user says that settings are to be read again. */
  readonly onHangup?: (listener: () => void) => void;
}
