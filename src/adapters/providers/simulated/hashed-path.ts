import { mixSeed } from '#domain/values/seeded-random';

/** The path is laid over 2^15 units of its own time and halved down to 2^-19 of one: 34 times. */
const TOP_EXPONENT = 15;
const LEVELS = 34;
const SPAN = 2 ** TOP_EXPONENT;

/**
 * A Brownian path as a pure function of its seed and a time from 0 to 32,768: Lévy's construction, in which each
 * halving of an interval adds a normal deviate to its middle, drawn by hashing the interval instead of from a stream.
 * Any moment can be asked for in any order. Moments in succession share most of the way down and cost least.
 */
export class HashedPath {
  readonly #seed: number;
  /** Lower end and the values at both ends of the interval at each level on the way to the last moment asked for. */
  readonly #low = new Float64Array(LEVELS + 1);
  readonly #valueLow = new Float64Array(LEVELS + 1);
  readonly #valueHigh = new Float64Array(LEVELS + 1);
  #depth = 0;

  constructor(...seed: readonly (number | string)[]) {
    this.#seed = mixSeed(...seed);
    this.#valueHigh[0] = Math.sqrt(SPAN) * normalOf(hash(this.#seed, 0, 0, 0));
  }

  /** Value at `time`: mean 0, variance `time`. Times outside the span answer its nearer end. */
  at(time: number): number {
    const moment = Math.min(Math.max(time, 0), SPAN * (1 - Number.EPSILON));
    let level = this.#depth;
    while (level > 0 && !this.#holds(level, moment)) level--;
    for (; level < LEVELS; level++) this.#descend(level, moment);
    this.#depth = LEVELS;
    const width = SPAN / 2 ** LEVELS;
    const along = (moment - this.#low[LEVELS]!) / width;
    return this.#valueLow[LEVELS]! + (this.#valueHigh[LEVELS]! - this.#valueLow[LEVELS]!) * along;
  }

  #holds(level: number, moment: number): boolean {
    const low = this.#low[level]!;
    return moment >= low && moment < low + SPAN / 2 ** level;
  }

  #descend(level: number, moment: number): void {
    const half = SPAN / 2 ** (level + 1);
    const low = this.#low[level]!;
    const middle = low + half;
    const index = low / (2 * half);
    const deviate = normalOf(hash(this.#seed, level + 1, index >>> 0, Math.floor(index / 4_294_967_296)));
    const before = this.#valueLow[level]!;
    const after = this.#valueHigh[level]!;
    const value = (before + after) / 2 + Math.sqrt(half / 2) * deviate;
    const isUpper = moment >= middle;
    this.#low[level + 1] = isUpper ? middle : low;
    this.#valueLow[level + 1] = isUpper ? value : before;
    this.#valueHigh[level + 1] = isUpper ? after : value;
  }
}

/** A well mixed 32-bit number of four (the finaliser of MurmurHash3, public domain). */
export function hash(seed: number, first: number, second: number, third: number): number {
  let mixed = seed ^ Math.imul(first, 0x9e3779b1) ^ Math.imul(third, 0x27d4eb2f);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b) ^ second;
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  return (mixed ^ (mixed >>> 13)) >>> 0;
}

/** Roughly normal, within ±3.5, from a well mixed number: the sum of four 16-bit uniforms, free of logarithms. */
export function normalOf(first: number): number {
  const second = Math.imul(first ^ (first >>> 15), 0x2c1b3c6d) >>> 0;
  const sum = (first & 0xffff) + (first >>> 16) + (second & 0xffff) + (second >>> 16);
  return (sum / 65_536 - 2) * Math.sqrt(3);
}
