import { bucketStart } from '#domain/market/aggregate-bars';
import type { Clock } from '#engine/ports/clock';
import type { Log } from '#engine/ports/log';
import type { MarketStore } from '#engine/ports/market-store';
import { rebuildLonger } from '#engine/stream/rebuild-longer';

interface Repair {
  readonly symbol: string;
  readonly from: number;
  readonly to: number;
  readonly dueTime: number;
}

const HOUR_MS = 3_600_000;
/** Bars that end now may still be written. */
const SETTLE_MS = 10_000;

/** Longer bars of stretches that were filled later: made anew at once, and once more when their last hour has ended. */
export class BarRepairs {
  readonly #market: MarketStore;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #log: Log;
  #waiting: readonly Repair[] = [];

  constructor({ market, clock, log }: { market: MarketStore; clock: Pick<Clock, 'now'>; log: Log }) {
    this.#market = market;
    this.#clock = clock;
    this.#log = log;
  }

  async repair(symbol: string, from: number, to: number): Promise<void> {
    await rebuildLonger(this.#market, symbol, { from, to, now: this.#clock.now() });
    const hourEnd = bucketStart(to, '1h') + HOUR_MS;
    if (hourEnd <= this.#clock.now()) return;
    this.#waiting = [...this.#waiting, { symbol, from, to, dueTime: hourEnd + SETTLE_MS }];
  }

  /** Does what is due. */
  pulse(): void {
    const now = this.#clock.now();
    const due = this.#waiting.filter(({ dueTime }) => dueTime <= now);
    this.#waiting = this.#waiting.filter(({ dueTime }) => dueTime > now);
    for (const { symbol, from, to } of due)
      rebuildLonger(this.#market, symbol, { from, to, now }).catch((error: unknown) =>
        this.#log.warn('longer bars could not be made anew', { symbol, error: String(error) }),
      );
  }
}
