import { allocateTicks, type TickBatch, TRADE_TICK } from '#domain/market/tick-batch';
import type { Clock } from './clock.ts';
import type { StreamSink } from './market-stream.ts';

/** Rows handed on at once, at most. */
const BATCH_ROWS = 256;

/** Gathers the rows of one turn of the event loop and hands them to a sink, 256 at a time. */
export class TickOutlet {
  /** Writers fill row `length`, add one, and call {@link added} after each. */
  readonly batch: TickBatch = allocateTicks(BATCH_ROWS);
  /** Event time of the newest trade handed on, never later than it was received; NaN before the first. */
  newestTradeTime = Number.NaN;
  readonly #clock: Clock;
  readonly #sink: StreamSink;
  #isDue = false;
  #cancel: () => void = () => undefined;

  constructor(clock: Clock, sink: StreamSink) {
    this.#clock = clock;
    this.#sink = sink;
  }

  added(): void {
    if (this.batch.length === BATCH_ROWS) this.#handOn();
    else if (!this.#isDue) {
      this.#isDue = true;
      // Fires after what the socket holds now was read.
      this.#cancel = this.#clock.after(0, this.#endTurn);
    }
  }

  /** Hands on what there is. */
  flush(): void {
    this.#cancel();
    this.#endTurn();
  }

  readonly #endTurn = (): void => {
    this.#isDue = false;
    if (this.batch.length > 0) this.#handOn();
  };

  #handOn(): void {
    const { batch } = this;
    // Only trades: where a venue gives a quote no time, it bears our own.
    for (let row = 0; row < batch.length; row++) {
      const time = Math.min(batch.eventTime[row]!, batch.receivedTime[row]!);
      if (batch.kind[row] === TRADE_TICK && !(time <= this.newestTradeTime) && !Number.isNaN(time))
        this.newestTradeTime = time;
    }
    this.#sink.ticks(batch);
    batch.length = 0;
  }
}
