import type { Session } from '#domain/instruments/calendar/exchange-calendar';

/**
 * What happens at one place of the replay. Within a day: every tick of every symbol, then the end of the day, then
 * each symbol's close, at which it is decided about.
 */
export type TimelineEvent =
  | { readonly kind: 'tick'; readonly part: number; readonly tick: number }
  | { readonly kind: 'close'; readonly part: number }
  | { readonly kind: 'day-end' };

/** A symbol that has a bar on the day, and when its exchange trades then. */
export interface DaySession {
  readonly symbolIndex: number;
  readonly session: Session;
}

/**
 * The events of one trading day. Each symbol's ticks share its own session evenly, the first at the open, none in a
 * lunch break. Symbols with one session tick in turn; symbols of several exchanges are merged by time, earlier ones
 * first among equals. The day ends with the latest close. A pure function of the sessions: event numbers never change.
 */
export class TimelineDay {
  /** Instant of the day's end and of the closes after it. */
  readonly close: number;
  readonly #ticks: number;
  readonly #parts: readonly DaySession[];
  readonly #notBefore: number;
  readonly #sessions = new Map<number, Session>();
  /** Part and tick of each place, where parts do not simply take turns. */
  readonly #merged: { readonly part: Int32Array; readonly tick: Int32Array } | null;

  /** `notBefore` is the end of the day before: where sessions of two dates overlap, the later one's ticks wait. */
  constructor(parts: readonly DaySession[], ticks: number, notBefore: number) {
    this.#parts = parts;
    this.#ticks = ticks;
    this.#notBefore = notBefore;
    for (const { symbolIndex, session } of parts) this.#sessions.set(symbolIndex, session);
    this.close = latestClose(parts);
    this.#merged = parts.every((part) => isSameSession(part, parts[0]!)) ? null : this.#merge();
  }

  /** Instant of a symbol's tick. */
  tickTime(symbolIndex: number, tick: number): number {
    const { segments } = this.#sessions.get(symbolIndex)!;
    let length = 0;
    for (const { open, close } of segments) length += close - open;
    let along = Math.floor((length * tick) / this.#ticks);
    for (const { open, close } of segments) {
      if (along < close - open) return Math.max(this.#notBefore, open + along);
      along -= close - open;
    }
    return this.close;
  }

  /** What the event at `offset` within the day is. */
  eventAt(offset: number): TimelineEvent {
    const parts = this.#parts.length;
    const ticks = parts * this.#ticks;
    if (offset > ticks) return { kind: 'close', part: offset - ticks - 1 };
    if (offset === ticks) return { kind: 'day-end' };
    if (this.#merged)
      return { kind: 'tick', part: this.#merged.part[offset]!, tick: this.#merged.tick[offset]! };
    return { kind: 'tick', part: offset % parts, tick: Math.floor(offset / parts) };
  }

  /** How many ticks of a part come before `offset`. */
  ticksBefore(offset: number, part: number): number {
    if (!this.#merged) {
      const ticks = Math.ceil((offset - part) / this.#parts.length);
      return Math.max(0, Math.min(this.#ticks, ticks));
    }
    return this.#merged.part.subarray(0, offset).reduce((count, each) => count + Number(each === part), 0);
  }

  #merge(): { part: Int32Array; tick: Int32Array } {
    const count = this.#parts.length * this.#ticks;
    const merged = { part: new Int32Array(count), tick: new Int32Array(count) };
    const next = this.#parts.map(() => 0);
    const times = this.#parts.map(({ symbolIndex }) => this.tickTime(symbolIndex, 0));
    for (let place = 0; place < count; place++) {
      const part = times.indexOf(Math.min(...times));
      merged.part[place] = part;
      merged.tick[place] = next[part]!;
      next[part]! += 1;
      const isLast = next[part] === this.#ticks;
      times[part] = isLast
        ? Number.POSITIVE_INFINITY
        : this.tickTime(this.#parts[part]!.symbolIndex, next[part]!);
    }
    return merged;
  }
}

/** The latest instant at which any of the sessions closes. */
export function latestClose(parts: readonly DaySession[]): number {
  return parts.reduce((latest, { session }) => Math.max(latest, session.close), Number.NEGATIVE_INFINITY);
}

function isSameSession({ session: a }: DaySession, { session: b }: DaySession): boolean {
  return (
    a.segments.length === b.segments.length &&
    a.segments.every(({ open, close }, i) => open === b.segments[i]!.open && close === b.segments[i]!.close)
  );
}
