/** Trials as they were run: rows of parameters, and the rows of figures they gave. */
export interface LoggedTrials {
  readonly parameters: Float64Array;
  readonly rows: Float64Array;
}

/** The durable list of one search's trials. What was appended is there after a crash; a torn end is not. */
export interface TrialLog {
  /** Every batch appended so far, oldest first. */
  read(): LoggedTrials[];
  /** Adds a batch; it is on the disk when this returns. */
  append(trials: LoggedTrials): void;
  close(): void;
}

/** Opens, or begins, the log of the search with that id. */
export type OpenTrialLog = (searchId: string) => TrialLog;
