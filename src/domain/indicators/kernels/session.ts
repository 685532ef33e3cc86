const DAY_MS = 86_400_000;
const EPOCH_IS_THURSDAY = 3;

/** The UTC day, Monday-based week or month an instant is in, as a number that grows by time. Kinds: 0 day, 1 week, 2 month. */
export function sessionOf(time: number, kind: number): number {
  const day = Math.floor(time / DAY_MS);
  if (kind === 0) return day;
  if (kind === 1) return Math.floor((day + EPOCH_IS_THURSDAY) / 7);
  const date = new Date(time);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

/** Highest, lowest, first and last price of the session before the bar's own, NaN in the first. */
export class PreviousSession {
  high = Number.NaN;
  low = Number.NaN;
  open = Number.NaN;
  close = Number.NaN;
  /** First price of the running session. */
  currentOpen = Number.NaN;
  declare private readonly kind: number;
  private session = Number.NaN;
  private currentHigh = Number.NaN;
  private currentLow = Number.NaN;
  private currentClose = Number.NaN;

  constructor(kind: number) {
    this.kind = kind;
  }

  push(bar: { time: number; open: number; high: number; low: number; close: number }): void {
    const session = sessionOf(bar.time, this.kind);
    if (session === this.session) {
      this.currentHigh = Math.max(this.currentHigh, bar.high);
      this.currentLow = Math.min(this.currentLow, bar.low);
    } else {
      this.high = this.currentHigh;
      this.low = this.currentLow;
      this.open = this.currentOpen;
      this.close = this.currentClose;
      this.session = session;
      this.currentOpen = bar.open;
      this.currentHigh = bar.high;
      this.currentLow = bar.low;
    }
    this.currentClose = bar.close;
  }
}
