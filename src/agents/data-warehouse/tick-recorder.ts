import { QUOTE_TICK, type TickBatch } from '#domain/market/tick-batch';
import type { Clock } from '#engine/ports/clock';
import type { TickLog, TickPut } from '#engine/ports/market-store';
import { createTickScratch, TickBuffer } from './tick-buffer.ts';

/** Time in which every buffer is written once, and the parts it is written in. */
const ROUND_MS = 1_000;
const PARTS = 64;
/** Rows of a part after which the rest of it waits for the next turn of the loop: some 3 ms of work. */
const TURN_ROWS = 4_096;
/** Of all that waits, at least one in so many is written in a turn: the more there is, the faster it goes. */
const TURN_SHARE = 4;
/** Rows of one buffer that are written at once, without waiting for their turn. */
const FULL_ROWS = 4_096;
/** Rows held for a store that does not take them, all buffers together: about 80 MB. */
const BACKLOG_MAX = 2_000_000;
/** Ticks from which no more are joined in one turn. */
const JOIN_TICKS = 4_096;

export interface TickRecorderPorts {
  readonly log: TickLog;
  readonly clock: Clock;
  symbolOf(slot: number): string;
  /** The store does not take ticks, ticks are left out, or it does again: a sentence for a person. */
  tell(severity: 'error' | 'info', text: string): void;
  /** Rows held at most before ticks are left out. */
  readonly backlogMax?: number;
}

/** What the recorder did so far, in ticks. */
export interface RecorderCounts {
  readonly received: number;
  readonly stored: number;
  /** Known to the store already. */
  readonly duplicate: number;
  /** Left out because the store could not follow, or because they bear no time. */
  readonly shed: number;
  /** Not in the store yet. */
  readonly backlog: number;
  readonly backlogMax: number;
  readonly transactions: number;
  /** Why the store took nothing the last time; null when it did. */
  readonly trouble: string | null;
}

/** Copies judged ticks into buffers and the buffers into the store, once a second or when one is full. */
export interface TickRecorder {
  readonly name: string;
  /** Takes a copy of every row. Never throws for want of a store. */
  take(batch: TickBatch): void;
  /** Whether the ticks of a slot are kept; they are until told otherwise. What is buffered already is kept. */
  keep(slot: number, isKept: boolean): void;
  /** Writes all there is at once; answers false when the store did not take it. */
  flush(): boolean;
  counts(): RecorderCounts;
  /** Writes what is left and stops; a second call does nothing. */
  close(): void;
}

export function createTickRecorder(ports: TickRecorderPorts): TickRecorder {
  return new BufferedTickRecorder(ports);
}

class BufferedTickRecorder implements TickRecorder {
  readonly name = 'recorder';
  readonly #ports: TickRecorderPorts;
  readonly #backlogLimit: number;
  readonly #scratch = createTickScratch();
  /** Two a slot: trades, then quotes; undefined until the first tick. */
  readonly #buffers: (TickBuffer | undefined)[] = [];
  readonly #isLeftOut: boolean[] = [];
  readonly #stop: () => void;
  /** Those whose turn it is to be written, oldest first. */
  readonly #due = new Set<TickBuffer>();
  #isJoinNext = false;
  #cancelTurn: (() => void) | undefined;
  #part = 0;
  #isClosed = false;
  #isShedding = false;
  #trouble: string | null = null;
  #received = 0;
  #stored = 0;
  #duplicate = 0;
  #shed = 0;
  #backlog = 0;
  #backlogMax = 0;
  #transactions = 0;

  constructor(ports: TickRecorderPorts) {
    this.#ports = ports;
    this.#backlogLimit = ports.backlogMax ?? BACKLOG_MAX;
    this.#stop = ports.clock.every(ROUND_MS / PARTS, () => this.#beginPart());
  }

  take(batch: TickBatch): void {
    const { length, slot, kind, eventTime } = batch;
    if (this.#isClosed) return;
    for (let row = 0; row < length; row++) {
      const place = slot[row]!;
      if (this.#isLeftOut[place]) continue;
      this.#received++;
      const time = eventTime[row]!;
      if (time - time !== 0 || (this.#backlog >= this.#backlogLimit && !this.#makeRoom())) {
        this.#shed++;
        continue;
      }
      const index = 2 * place + (kind[row] === QUOTE_TICK ? 1 : 0);
      const buffer = this.#buffers[index] ?? this.#open(index);
      buffer.add(batch, row);
      this.#backlog++;
      if (buffer.length >= FULL_ROWS && this.#trouble === null) this.#write([buffer], false);
    }
    if (this.#backlog > this.#backlogMax) this.#backlogMax = this.#backlog;
    // Timers come late when the loop is full; a part now is a short wait, all of them at the limit a long one.
    if (2 * this.#backlog > this.#backlogLimit && this.#trouble === null) this.#beginPart();
  }

  keep(slot: number, isKept: boolean): void {
    this.#isLeftOut[slot] = !isKept;
  }

  flush(): boolean {
    return this.#write(this.#filled(), true);
  }

  counts(): RecorderCounts {
    return {
      received: this.#received,
      stored: this.#stored,
      duplicate: this.#duplicate,
      shed: this.#shed,
      backlog: this.#backlog,
      backlogMax: this.#backlogMax,
      transactions: this.#transactions,
      trouble: this.#trouble,
    };
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#stop();
    this.#cancelTurn?.();
    if (!this.flush())
      this.#ports.tell('error', `${this.#backlog} ticks could not be stored and are lost: ${this.#trouble}`);
  }

  #open(index: number): TickBuffer {
    const buffer = new TickBuffer(this.#ports.symbolOf(index >>> 1), index % 2 === 1 ? 'quotes' : 'trades');
    this.#buffers[index] = buffer;
    return buffer;
  }

  #filled(): TickBuffer[] {
    return this.#buffers.filter((buffer) => buffer !== undefined && buffer.length > 0) as TickBuffer[];
  }

  #beginPart(): void {
    const part = this.#part;
    this.#part = (part + 1) % PARTS;
    for (let slot = part; 2 * slot < this.#buffers.length; slot += PARTS)
      for (const index of [2 * slot, 2 * slot + 1]) {
        const buffer = this.#buffers[index];
        if (buffer && buffer.length > 0) this.#due.add(buffer);
      }
    this.#isJoinNext = false;
    this.#takeTurn();
  }

  /** Writes and joins in turns of the loop, so that what else there is to do comes between. */
  #takeTurn(): void {
    this.#cancelTurn?.();
    this.#cancelTurn = undefined;
    const isWriting = !this.#isJoinNext && this.#due.size > 0;
    if (isWriting ? !this.#writeDue() : !this.#join()) return;
    this.#isJoinNext = isWriting;
    if (isWriting || this.#due.size > 0)
      this.#cancelTurn = this.#ports.clock.after(0, () => this.#takeTurn());
  }

  /** A turn's share of those that are due; when the store does not take it, they all wait for their next part. */
  #writeDue(): boolean {
    let waiting = 0;
    for (const { length } of this.#due) waiting += length;
    const rowsMax = Math.max(TURN_ROWS, waiting / TURN_SHARE);
    const buffers: TickBuffer[] = [];
    let rows = 0;
    for (const buffer of this.#due) {
      if (rows >= rowsMax) break;
      this.#due.delete(buffer);
      rows += buffer.length;
      // One that became full meanwhile has been written.
      if (buffer.length > 0) buffers.push(buffer);
    }
    if (this.#write(buffers, false)) return true;
    this.#due.clear();
    return false;
  }

  /** The whole of the buffers or nothing: what the store does not take stays and is tried again. */
  #write(buffers: readonly TickBuffer[], isWhole: boolean): boolean {
    if (buffers.length === 0) return this.#trouble === null;
    try {
      const { stored, duplicate } = this.#ports.log.putTickBatches(this.#layOut(buffers, isWhole));
      this.#stored += stored;
      this.#duplicate += duplicate;
      this.#transactions++;
    } catch (error) {
      this.#noteTrouble(error instanceof Error ? error.message : String(error));
      return false;
    }
    for (const buffer of buffers) this.#backlog -= buffer.handedOn();
    this.#noteRecovery();
    return true;
  }

  *#layOut(buffers: readonly TickBuffer[], isWhole: boolean): Generator<TickPut> {
    for (const buffer of buffers) yield buffer.layOut(this.#scratch, isWhole);
  }

  #join(): boolean {
    if (this.#trouble !== null) return false;
    try {
      this.#ports.log.joinTicks(JOIN_TICKS);
      return true;
    } catch (error) {
      this.#noteTrouble(error instanceof Error ? error.message : String(error));
      return false;
    }
  }

  /** The backlog is at its limit: the last moment to write, unless the store refused already. */
  #makeRoom(): boolean {
    if (this.#trouble === null && this.flush()) return true;
    if (!this.#isShedding)
      this.#ports.tell(
        'error',
        `${this.#backlog} ticks wait for the store, which is all there is room for; newer ones are left out and counted until it takes them`,
      );
    this.#isShedding = true;
    return false;
  }

  #noteTrouble(problem: string): void {
    if (this.#trouble === null) this.#ports.tell('error', `ticks are not being stored: ${problem}`);
    this.#trouble = problem;
  }

  #noteRecovery(): void {
    if (this.#trouble === null) return;
    this.#trouble = null;
    this.#isShedding = false;
    this.#ports.tell('info', `ticks are being stored again; ${this.#shed} were left out so far`);
  }
}
