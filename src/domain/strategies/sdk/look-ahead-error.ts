/** Thrown when a strategy asks for a bar that has not closed yet: its result would be worth nothing. */
export class LookAheadError extends Error {
  override readonly name = 'LookAheadError';

  constructor(what: string, ago: number) {
    super(
      `the strategy asked for ${what}(${ago}), which is not known yet: 0 is the newest closed bar, 1 the one before it`,
    );
  }
}
