import { createHash } from 'node:crypto';
import type { TickBatch } from '#domain/market/tick-batch';
import type { QuarantineEntry } from '#engine/ports/market-store';
import { describeTick, type TickRefusal } from '../tick-gate.ts';

/** Entries kept between two writes; more of a flood are counted, not kept. */
const ENTRIES_MAX = 500;
/** A clock that runs wrong makes every row refused, hour after hour: more than this tells nobody anything. */
const ENTRIES_AN_HOUR = 5_000;
const HOUR_MS = 3_600_000;
const RAW_MAX = 2_000;

const SENTENCES: Readonly<Record<TickRefusal, string>> = {
  price: 'the price is not a positive number',
  size: 'the size is negative or without end',
  crossed: 'the bid is above the ask',
  time: 'it bears no time',
  future: 'its time is ahead of ours by more than the venue’s clock may run',
  old: 'it is older than a live tick may be',
  late: 'it is behind a tick of its kind that came before',
  jump: 'the price jumped further than is believed of a single tick',
};

/** Gathers what live sources sent and nobody could take, to be put into quarantine a second at a time. */
export class LiveQuarantine {
  readonly #symbolOf: (slot: number) => string;
  readonly #now: () => number;
  #entries: QuarantineEntry[] = [];
  #number = 0;
  #leftOut = 0;
  #hourStart = Number.NEGATIVE_INFINITY;
  #inHour = 0;

  constructor(ports: { symbolOf: (slot: number) => string; now: () => number }) {
    this.#symbolOf = ports.symbolOf;
    this.#now = ports.now;
  }

  /** Entries that a flood left no room for. */
  get leftOut(): number {
    return this.#leftOut;
  }

  refused(source: string, batch: TickBatch, row: number, reason: TickRefusal): void {
    this.#add(this.#symbolOf(batch.slot[row]!), source, SENTENCES[reason], describeTick(batch, row));
  }

  unreadable(source: string, raw: string, reason: string): void {
    this.#add('-', source, reason, raw.slice(0, RAW_MAX));
  }

  /** Takes entries back that could not be put away, as far as there is room. */
  giveBack(entries: readonly QuarantineEntry[]): void {
    const kept = entries.slice(0, ENTRIES_MAX - this.#entries.length);
    this.#leftOut += entries.length - kept.length;
    this.#entries = [...kept, ...this.#entries];
  }

  /** What was gathered since the last time. */
  take(): QuarantineEntry[] {
    const entries = this.#entries;
    this.#entries = [];
    return entries;
  }

  #add(symbol: string, source: string, reason: string, raw: string): void {
    this.#number++;
    const receivedTime = this.#now();
    if (!(receivedTime - this.#hourStart < HOUR_MS)) {
      this.#hourStart = receivedTime;
      this.#inHour = 0;
    }
    if (this.#entries.length >= ENTRIES_MAX || this.#inHour >= ENTRIES_AN_HOUR) {
      this.#leftOut++;
      return;
    }
    this.#inHour++;
    const id = createHash('sha256')
      .update(`${source}\n${receivedTime}\n${this.#number}\n${raw}`)
      .digest('hex')
      .slice(0, 24);
    this.#entries.push({ id, symbol, source, line: this.#number, reason, raw, receivedTime });
  }
}
