/** A stream of pseudo-random numbers: the same seed gives the same numbers on every machine. */
export interface SeededRandom {
  /** Uniform in [0, 1). */
  next(): number;
  /** Roughly normal, mean 0, standard deviation 1, within ±6: the sum of twelve uniforms less six, free of logarithms. */
  nextNormal(): number;
  /** Uniform integer from `low` to `high`, both inclusive. */
  nextInteger(low: number, high: number): number;
}

/** Mulberry32 (public domain, Tommy Ettinger 2017) over a 32-bit seed. */
export function createSeededRandom(seed: number): SeededRandom {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    next,
    nextNormal: () => {
      let sum = -6;
      for (let i = 0; i < 12; i++) sum += next();
      return sum;
    },
    nextInteger: (low, high) => low + Math.floor(next() * (high - low + 1)),
  };
}

/** Mixes numbers and texts into one 32-bit seed (FNV-1a over their text). */
export function mixSeed(...parts: readonly (number | string)[]): number {
  let hash = 0x811c9dc5;
  for (const char of parts.join('\u0000')) {
    hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193);
  }
  return hash >>> 0;
}
