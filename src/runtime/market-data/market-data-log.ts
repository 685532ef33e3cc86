import { join } from 'node:path';
import { openLocalLog } from '#adapters/streams/local-log/local-log';
import type { Settings } from '#contract/services/settings';
import { topics } from '#contract/topics';
import { allocateTicks, putTick, QUOTE_TICK, type TickBatch } from '#domain/market/tick-batch';
import type { LiveValue } from '#engine/bus/live-value';
import type { Orchestrator } from '#engine/orchestrator/orchestrator';
import type { Clock } from '#engine/ports/clock';
import type { EventStream } from '#engine/ports/event-stream';
import type { Log } from '#engine/ports/log';
import type { MarketStore } from '#engine/ports/market-store';
import type { TickConsumer } from '#engine/stream/tick-fan-out';
import { MarketDataConsumer } from './market-data-consumer.ts';
import { MarketDataProducer } from './market-data-producer.ts';

export interface MarketDataLogPorts {
  readonly dataFolder: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly settings: LiveValue<Settings>;
  readonly addConsumer: (consumer: TickConsumer) => () => void;
  readonly symbolOf: (slot: number) => string;
  /** Id of the stream a symbol is heard from; null for what is only played again, which is not logged. */
  readonly sourceOf: (symbol: string) => string | null;
  readonly market: Pick<MarketStore, 'tickSeries'>;
  /** Where the log's consumer raises its tasks. */
  readonly tasks: Pick<Orchestrator, 'submit'>;
}

/** Between two messages of a symbol: what comes in between is folded into the newest. */
const PERIOD_MS = 100;
const HOUR_MS = 3_600_000;
const GROUP = 'bar-checks';

/**
 * Live prices as messages of the topic `market-data-stream`, while the settings say so: the newest tick of a symbol, ten
 * times a second at most. Its own consumer has the bars of a symbol compared with its ticks once an hour at most.
 */
export class MarketDataLog {
  readonly #ports: MarketDataLogPorts;
  /** Row `slot` holds the slot's newest tick. */
  #newest = allocateTicks(64);
  #isTouched = new Uint8Array(64);
  #touched: number[] = [];
  #folded = 0;
  #running: { stream: EventStream; producer: MarketDataProducer; consumer: MarketDataConsumer } | null = null;
  #stops: (() => void)[] = [];
  /** Starts and stops follow one another. */
  #turn: Promise<void> = Promise.resolve();

  constructor(ports: MarketDataLogPorts) {
    this.#ports = ports;
  }

  /** Ticks that a newer one of their symbol took the place of. */
  get folded(): number {
    return this.#folded;
  }

  get isRunning(): boolean {
    return this.#running !== null;
  }

  /** Is on or off as the settings say, from now on; the answer ends it. */
  follow(): () => Promise<void> {
    const { settings } = this.#ports;
    const off = settings.onChange(() => void this.#become(settings.get().marketDataLog.isOn));
    void this.#become(settings.get().marketDataLog.isOn);
    return () => {
      off();
      return this.#become(false);
    };
  }

  /** Removes messages older or more than the topic keeps; answers how many. */
  async trim(): Promise<number> {
    await this.#turn;
    if (this.#running === null) return 0;
    return this.#running.stream.trim(topics.marketDataStream);
  }

  /** What the log's own consumer has done so far, null while it is off. */
  async consumption() {
    return (await this.#running?.consumer.state()) ?? null;
  }

  #become(isOn: boolean): Promise<void> {
    this.#turn = this.#turn
      .then(() => (isOn === this.isRunning ? undefined : isOn ? this.#start() : this.#stop()))
      .catch((error: unknown) =>
        this.#ports.log.error('the log of market data could not be switched', { error: String(error) }),
      );
    return this.#turn;
  }

  async #start(): Promise<void> {
    const { dataFolder, clock, log, addConsumer } = this.#ports;
    const stream = openLocalLog(join(dataFolder, 'market-data-stream.sqlite'));
    const producer = new MarketDataProducer({
      stream,
      clock,
      onProblem: (error) => log.error('market data could not be logged', { error: String(error) }),
    });
    const consumer = new MarketDataConsumer({
      stream,
      clock,
      group: GROUP,
      throttleMs: HOUR_MS,
      // Board and bus have it already: they took the same batch before it was written.
      onMessage: () => undefined,
      triggerTask: (symbol, { timestamp }) => {
        this.#raiseCheck(symbol, Math.floor(timestamp / HOUR_MS) * HOUR_MS).catch((error: unknown) =>
          log.warn('bars could not be checked', { symbol, error: String(error) }),
        );
      },
    });
    try {
      await producer.start();
      await consumer.start();
    } catch (error) {
      await stream.close();
      throw error;
    }
    this.#running = { stream, producer, consumer };
    this.#stops = [
      addConsumer({ name: 'event log', take: (batch) => this.#take(batch) }),
      clock.every(PERIOD_MS, () => this.#publish()),
    ];
  }

  async #stop(): Promise<void> {
    for (const stop of this.#stops.splice(0)) stop();
    this.#publish();
    const running = this.#running;
    this.#running = null;
    await running?.producer.stop();
    await running?.consumer.stop();
    await running?.stream.close();
  }

  /** Compares the minute bars of the hour before `hour` with the stored ticks, if there are any of the symbol. */
  async #raiseCheck(symbol: string, hour: number): Promise<void> {
    const { market, tasks } = this.#ports;
    const series = (await market.tickSeries()).filter((one) => one.symbol === symbol && one.firstTime < hour);
    const kind = series.some((one) => one.kind === 'trades') ? 'trades' : series[0]?.kind;
    if (kind === undefined || this.#running === null) return;
    const data = { symbol, kind, from: hour - HOUR_MS, to: hour };
    tasks.submit({ agent: 'data_warehouse', type: 'verify_bars', data, lane: 4 });
  }

  #take(batch: TickBatch): void {
    for (let row = 0; row < batch.length; row++) {
      const slot = batch.slot[row]!;
      if (slot >= this.#isTouched.length) this.#widen(slot);
      if (this.#isTouched[slot] === 1) this.#folded++;
      else {
        this.#isTouched[slot] = 1;
        this.#touched.push(slot);
      }
      putTick(batch, row, this.#newest, slot);
    }
  }

  #publish(): void {
    const { symbolOf, sourceOf } = this.#ports;
    const newest = this.#newest;
    for (const slot of this.#touched) {
      this.#isTouched[slot] = 0;
      const symbol = symbolOf(slot);
      const source = sourceOf(symbol);
      if (source === null) continue;
      const at = (column: Float64Array): number | undefined =>
        Number.isNaN(column[slot]) ? undefined : column[slot];
      const isQuote = newest.kind[slot] === QUOTE_TICK;
      const [bid, ask] = [at(newest.bid), at(newest.ask)];
      this.#running?.producer.publish(symbol, {
        price: isQuote ? ((bid ?? 0) + (ask ?? 0)) / 2 : newest.price[slot]!,
        timestamp: newest.eventTime[slot]!,
        receivedTime: newest.receivedTime[slot]!,
        kind: isQuote ? 'quote' : 'trade',
        source,
        ...known({
          size: at(newest.size),
          bid,
          ask,
          bidSize: at(newest.bidSize),
          askSize: at(newest.askSize),
        }),
      });
    }
    this.#touched.length = 0;
  }

  #widen(slot: number): void {
    const capacity = Math.max(slot + 1, this.#isTouched.length * 2);
    const wider = allocateTicks(capacity);
    for (let row = 0; row < this.#isTouched.length; row++) putTick(this.#newest, row, wider, row);
    this.#newest = wider;
    const flags = new Uint8Array(capacity);
    flags.set(this.#isTouched);
    this.#isTouched = flags;
  }
}

type Known<T> = { [Key in keyof T]?: Exclude<T[Key], undefined> };

/** The fields that are known, so that none is written as null. */
function known<T extends Record<string, number | undefined>>(fields: T): Known<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Known<T>;
}
