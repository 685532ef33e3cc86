import type { ByteCursor } from '#domain/values/scan-decimal';
import { midnight, type TimeReading } from '../bar-time.ts';

const DASH = 45;
const COLON = 58;
const SPACE = 32;
const LETTER_T = 84;
const LETTER_Z = 90;
const POINT = 46;
const PLUS = 43;

/**
 * Reads times as most files write them, straight from bytes: `2013-03-01`, then perhaps `T` or a space and `09:30`,
 * `:00`, `.250`, and `Z` or `+00:00`. Whoever asks reads the rest the long way.
 */
export class TimeScanner {
  readonly #reading: TimeReading;
  /** Digits of the date read last, as a number, and its midnight: rows of a day follow one another. */
  #date = -1;
  #midnight = Number.NaN;

  constructor(reading: TimeReading) {
    this.#reading = reading;
  }

  /** Milliseconds, with the cursor behind the time; NaN for another form, with the cursor anywhere. */
  scan(bytes: Uint8Array, cursor: ByteCursor, end: number): number {
    const at = cursor.at;
    if (at + 10 > end || bytes[at + 4] !== DASH || bytes[at + 7] !== DASH) return Number.NaN;
    const century = pair(bytes, at);
    const year = pair(bytes, at + 2);
    const month = pair(bytes, at + 5);
    const day = pair(bytes, at + 8);
    if ((century | year | month | day) < 0) return Number.NaN;
    const date = ((century * 100 + year) * 100 + month) * 100 + day;
    if (date !== this.#date) {
      this.#midnight = midnight(century * 100 + year, month, day);
      this.#date = date;
    }
    cursor.at = at + 10;
    const mark = bytes[at + 10];
    if (at + 10 < end && (mark === LETTER_T || mark === SPACE)) return this.#clock(bytes, cursor, end);
    const { isDaily, clock } = this.#reading;
    return isDaily || !clock ? this.#midnight : clock.instant(this.#midnight);
  }

  #clock(bytes: Uint8Array, cursor: ByteCursor, end: number): number {
    let at = cursor.at + 1;
    if (at + 5 > end || bytes[at + 2] !== COLON) return Number.NaN;
    const hour = pair(bytes, at);
    const minute = pair(bytes, at + 3);
    let second = 0;
    at += 5;
    if (at + 3 <= end && bytes[at] === COLON) {
      second = pair(bytes, at + 1);
      at += 3;
    }
    if ((hour | minute | second) < 0 || hour > 23 || minute > 59 || second > 59) return Number.NaN;
    let milliseconds = 0;
    if (at < end && bytes[at] === POINT) {
      let weight = 100;
      const start = ++at;
      for (; at < end; at++) {
        const digit = bytes[at]! ^ 48;
        if (digit > 9) break;
        if (weight >= 1) milliseconds += digit * weight;
        weight /= 10;
      }
      if (at === start || at - start > 9) return Number.NaN;
    }
    const { isDaily, clock } = this.#reading;
    const hasOffset = bytes[at] === LETTER_Z || bytes[at] === PLUS;
    if (at < end && hasOffset) {
      if (bytes[at] === PLUS) {
        const isNone =
          bytes[at + 1] === 48 &&
          bytes[at + 2] === 48 &&
          bytes[at + 3] === COLON &&
          bytes[at + 4] === 48 &&
          bytes[at + 5] === 48;
        if (!isNone || at + 6 > end) return Number.NaN;
        at += 6;
      } else at++;
    }
    cursor.at = at;
    if (isDaily) return this.#midnight;
    const wall = this.#midnight + ((hour * 60 + minute) * 60 + second) * 1_000 + milliseconds;
    return hasOffset || !clock ? wall : clock.instant(wall);
  }
}

/** The two-digit number at a position, below zero when there is none. */
function pair(bytes: Uint8Array, at: number): number {
  const tens = bytes[at]! ^ 48;
  const ones = bytes[at + 1]! ^ 48;
  return tens > 9 || ones > 9 ? -1 : tens * 10 + ones;
}
