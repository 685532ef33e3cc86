import { putTick, QUOTE_TICK, type TickBatch } from '#domain/market/tick-batch';

/** Why a row is refused, in the order they are looked for. */
export const TICK_REFUSALS = ['price', 'size', 'crossed', 'time', 'future', 'old', 'late', 'jump'] as const;
export type TickRefusal = (typeof TICK_REFUSALS)[number];

export interface TickGateOptions {
  /** How far the venue's clock may run ahead of ours, in milliseconds; 5,000 without it. */
  readonly futureToleranceMs?: number;
  /** How old a tick may be when it comes, in milliseconds; a day without it. */
  readonly ageMsMax?: number;
  /** Change against the price before, as a share of it, that is not believed at once; 0.5 without it, 0 believes all. */
  readonly jumpShare?: number;
  /** So many refused ticks in a row near each other, and the next one is believed: the market did move. 3 without it. */
  readonly jumpTicks?: number;
  /** Time after which lower numbers are a venue that began to count anew, in milliseconds; 60,000 without it. */
  readonly restartMs?: number;
  /** Rows a second that `onRefused` hears of; 200 without it. All are counted. */
  readonly samplesPerSecond?: number;
  /** The row is still in the batch during the call; {@link describeTick} writes it out. */
  readonly onRefused?: (batch: TickBatch, row: number, reason: TickRefusal) => void;
}

export interface TickGateCounts {
  /** Equals accepted + duplicates + refused. */
  readonly rows: number;
  readonly accepted: number;
  readonly duplicates: number;
  readonly refused: number;
  readonly refusedBy: Readonly<Record<TickRefusal, number>>;
  /** Numbers that never came, of slots whose venue numbers without gaps. */
  readonly missing: number;
  /** Times a venue began to count anew. */
  readonly restarts: number;
}

/** What is remembered of a slot's trades, and apart from them of its quotes: eight numbers, one line of the cache. */
const TIME = 0;
const SEQUENCE = 1;
const PRICE = 2;
const JUMPS = 3;
const JUMP_PRICE = 4;
const MISSING = 5;
const IS_CONSECUTIVE = 6;
const STRIDE = 8;
const ACCEPTED = -1;
const DUPLICATE = -2;

/**
 * Judges ticks before anybody sees them. A price is positive and finite, a size not negative (unknown is allowed, and so
 * is 0, as venues report corrections and odd lots), bid not above ask (equal is a locked market and allowed). Times go
 * forward within the trades and within the quotes of a slot: what is behind is late and refused, so that whoever reads
 * a batch finds every slot in order. A number not above the last one is a repeat.
 */
export class TickGate {
  readonly #futureMs: number;
  readonly #ageMs: number;
  readonly #jump: number;
  readonly #jumpTicks: number;
  readonly #restartMs: number;
  readonly #samplesMax: number;
  readonly #onRefused: NonNullable<TickGateOptions['onRefused']>;
  readonly #refusedBy = new Float64Array(TICK_REFUSALS.length);
  #state = new Float64Array(0);
  #rows = 0;
  #accepted = 0;
  #duplicates = 0;
  #missing = 0;
  #restarts = 0;
  #sampledSecond = 0;
  #samples = 0;

  constructor(options: TickGateOptions = {}) {
    this.#futureMs = options.futureToleranceMs ?? 5_000;
    this.#ageMs = options.ageMsMax ?? 86_400_000;
    this.#jump = options.jumpShare ?? 0.5;
    this.#jumpTicks = options.jumpTicks ?? 3;
    this.#restartMs = options.restartMs ?? 60_000;
    this.#samplesMax = options.samplesPerSecond ?? 200;
    this.#onRefused = options.onRefused ?? (() => undefined);
    this.#grow(64);
  }

  get counts(): TickGateCounts {
    const refusedBy = Object.fromEntries(TICK_REFUSALS.map((reason, i) => [reason, this.#refusedBy[i]!]));
    return {
      rows: this.#rows,
      accepted: this.#accepted,
      duplicates: this.#duplicates,
      refused: this.#refusedBy.reduce((sum, count) => sum + count, 0),
      refusedBy: refusedBy as Record<TickRefusal, number>,
      missing: this.#missing,
      restarts: this.#restarts,
    };
  }

  /** The venue numbers this slot's ticks of a kind without gaps, so that gaps mean something; or it does not. */
  expectConsecutive(slot: number, kind: number, isConsecutive: boolean): void {
    const key = this.#keyOf(slot, kind);
    this.#state[key + IS_CONSECUTIVE] = isConsecutive ? 1 : 0;
  }

  /** Numbers that never came of a slot and kind. */
  missingOf(slot: number, kind: number): number {
    return this.#state[this.#keyOf(slot, kind) + MISSING]!;
  }

  /** Forgets what came before of a slot: another source takes over, and its clock and numbers are its own. */
  forget(slot: number): void {
    for (const kind of [0, 1]) {
      const key = this.#keyOf(slot, kind);
      const isConsecutive = this.#state[key + IS_CONSECUTIVE]!;
      this.#clear(key);
      this.#state[key + IS_CONSECUTIVE] = isConsecutive;
    }
  }

  /** Takes what is refused and what is repeated out of the batch, keeping the order of the rest; answers how many stay. */
  judge(batch: TickBatch): number {
    const { length, slot: slots, kind: kinds, price: prices, size: sizes, bid: bids, ask: asks } = batch;
    const { eventTime: times, receivedTime, sequence: sequences, bidSize, askSize } = batch;
    const futureMs = -this.#futureMs;
    const ageMs = this.#ageMs;
    const jump = this.#jump;
    let state = this.#state;
    let kept = 0;
    for (let row = 0; row < length; row++) {
      const kind = kinds[row]!;
      const key = (slots[row]! * 2 + kind) * STRIDE;
      if (key >= state.length) {
        this.#grow(slots[row]! + 1);
        state = this.#state;
      }
      const time = times[row]!;
      const sequence = sequences[row]!;
      let price = prices[row]!;
      let verdict = ACCEPTED;
      // Comparisons with NaN are false, so what must hold is asked, not what must not.
      if (kind === QUOTE_TICK) {
        const bid = bids[row]!;
        const ask = asks[row]!;
        price = (bid + ask) / 2;
        if (!(bid > 0 && ask > 0 && price < Number.POSITIVE_INFINITY)) verdict = 0;
        else if (bidSize[row]! < 0 || askSize[row]! < 0) verdict = 1;
        else if (bid > ask) verdict = 2;
      } else if (!(price > 0 && price < Number.POSITIVE_INFINITY)) verdict = 0;
      else if (sizes[row]! < 0 || sizes[row]! === Number.POSITIVE_INFINITY) verdict = 1;
      const age = receivedTime[row]! - time;
      if (verdict === ACCEPTED && !(age >= futureMs && age <= ageMs)) verdict = age < 0 ? 4 : age > 0 ? 5 : 3;
      if (verdict === ACCEPTED) {
        const before = state[key + SEQUENCE]!;
        const isNext = sequence === before + 1 || (sequence > before && state[key + IS_CONSECUTIVE] === 0);
        if (!isNext && this.#isRepeat(key, sequence, time)) verdict = DUPLICATE;
        else {
          // What is refused below has come all the same.
          if (sequence >= 0) state[key + SEQUENCE] = sequence;
          const change = price / state[key + PRICE]! - 1;
          if (time < state[key + TIME]!) verdict = 6;
          else if (jump > 0 && (change > jump || change < -jump) && !this.#isBelieved(key, price))
            verdict = 7;
        }
      }
      if (verdict === ACCEPTED) {
        state[key + JUMPS] = 0;
        state[key + TIME] = time;
        state[key + PRICE] = price;
        if (kept !== row) putTick(batch, row, batch, kept);
        kept++;
      } else if (verdict === DUPLICATE) this.#duplicates++;
      else this.#refuse(batch, row, verdict);
    }
    batch.length = kept;
    this.#rows += length;
    this.#accepted += kept;
    return kept;
  }

  /** Whether a number that is not the one expected came before; where none may be left out, those that were are counted. */
  #isRepeat(key: number, sequence: number, time: number): boolean {
    const state = this.#state;
    const before = state[key + SEQUENCE]!;
    if (sequence <= before) {
      if (sequence === before || time <= state[key + TIME]! + this.#restartMs) return true;
      this.#restarts++;
    } else if (sequence > before + 1 && state[key + IS_CONSECUTIVE] === 1) {
      state[key + MISSING]! += sequence - before - 1;
      this.#missing += sequence - before - 1;
    }
    return false;
  }

  /** A real move is told again by the ticks after it; one wrong price is not. */
  #isBelieved(key: number, price: number): boolean {
    const state = this.#state;
    const change = price / state[key + JUMP_PRICE]! - 1;
    const isNear = state[key + JUMPS]! > 0 && change <= this.#jump && change >= -this.#jump;
    state[key + JUMPS] = isNear ? state[key + JUMPS]! + 1 : 1;
    state[key + JUMP_PRICE] = price;
    return state[key + JUMPS]! > this.#jumpTicks;
  }

  #refuse(batch: TickBatch, row: number, verdict: number): void {
    this.#refusedBy[verdict]!++;
    const second = Math.floor(batch.receivedTime[row]! / 1_000);
    if (second !== this.#sampledSecond) this.#samples = 0;
    this.#sampledSecond = second;
    if (this.#samples++ < this.#samplesMax) this.#onRefused(batch, row, TICK_REFUSALS[verdict]!);
  }

  #keyOf(slot: number, kind: number): number {
    const key = (slot * 2 + kind) * STRIDE;
    if (key >= this.#state.length) this.#grow(slot + 1);
    return key;
  }

  #grow(slots: number): void {
    const before = this.#state;
    this.#state = new Float64Array(Math.max(slots * 2 * STRIDE, before.length * 2));
    this.#state.set(before);
    for (let key = before.length; key < this.#state.length; key += STRIDE) this.#clear(key);
  }

  #clear(key: number): void {
    this.#state.fill(0, key, key + STRIDE);
    this.#state[key + TIME] = Number.NEGATIVE_INFINITY;
    this.#state[key + SEQUENCE] = Number.NaN;
    this.#state[key + PRICE] = Number.NaN;
  }
}

/** A row as a line of JSON, for quarantine: what it does not say is left out. */
export function describeTick(batch: TickBatch, row: number): string {
  const number = (value: number): number | string | undefined =>
    Number.isNaN(value) ? undefined : Number.isFinite(value) ? value : String(value);
  return JSON.stringify({
    kind: batch.kind[row] === QUOTE_TICK ? 'quote' : 'trade',
    eventTime: number(batch.eventTime[row]!),
    receivedTime: number(batch.receivedTime[row]!),
    price: number(batch.price[row]!),
    size: number(batch.size[row]!),
    bid: number(batch.bid[row]!),
    ask: number(batch.ask[row]!),
    bidSize: number(batch.bidSize[row]!),
    askSize: number(batch.askSize[row]!),
    sequence: number(batch.sequence[row]!),
  });
}
