import { createHash } from 'node:crypto';
import type { BacktestOptions } from '#contract/services/backtests';
import { canonicalJson } from '../../journal/canonical-json.ts';
import { strategyIdentity } from '../strategy-source.ts';

/**
 * Configurations that were tried, each once: the smallest of their hashes, ascending. Sets join without counting twice;
 * up to {@link EXACT_MAX} their number is exact, beyond it known to about one percent (Bar-Yossef et al. 2002, k minimum
 * values).
 */
export type DistinctTrials = Float64Array;

/** Most configurations whose number is exact. */
export const EXACT_MAX = 8_192;
const HASHES = 2 ** 53;

/** What makes a trial another one, beside its parameters. Costs and cash do not: they are not chosen for profit. */
export type TriedChoice = Pick<BacktestOptions, 'strategy' | 'strategyHash' | 'direction' | 'fill'>;

/** The set of the configurations in rows of parameters, each row in the order of `names`. */
export function distinctTrials(
  choice: TriedChoice,
  names: readonly string[],
  parameters: Float64Array,
): DistinctTrials {
  const { direction, fill } = choice;
  const strategy = strategyIdentity(choice);
  const order = names.map((_, i) => i).sort((a, b) => (names[a]! < names[b]! ? -1 : 1));
  const sorted = order.map((i) => names[i]!);
  const seed = createHash('sha256')
    .update(canonicalJson({ strategy, direction, fill, names: sorted }))
    .digest();
  const count = names.length === 0 ? 1 : parameters.length / names.length;
  const hashes = new Float64Array(count);
  const value = new Float64Array(1);
  const words = new Uint32Array(value.buffer);
  for (let row = 0; row < count; row++) {
    let high = seed.readUInt32LE(0);
    let low = seed.readUInt32LE(4);
    for (const column of order) {
      // Adding zero makes −0 an ordinary nought.
      value[0] = parameters[row * names.length + column]! + 0;
      for (const word of words) {
        high = mixed(high, word, 0xcc9e2d51);
        low = mixed(low, word, 0x239b961b);
      }
    }
    hashes[row] = (finished(high) & 0x1fffff) * 2 ** 32 + finished(low);
  }
  return smallest(hashes);
}

/** What is in either set. */
export function joinDistinct(a: DistinctTrials, b: DistinctTrials): DistinctTrials {
  const both = new Float64Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return smallest(both);
}

/** How many configurations a set holds. */
export function countDistinct(set: DistinctTrials): number {
  return set.length < EXACT_MAX ? set.length : Math.round(((EXACT_MAX - 1) * HASHES) / set[EXACT_MAX - 1]!);
}

/** A set as text, to be kept. */
export function formatDistinct(set: DistinctTrials): string {
  return Buffer.from(set.buffer, set.byteOffset, set.byteLength).toString('base64');
}

/** A set from the text {@link formatDistinct} made. */
export function parseDistinct(text: string): DistinctTrials {
  return new Float64Array(Uint8Array.from(Buffer.from(text, 'base64')).buffer);
}

function smallest(hashes: Float64Array): DistinctTrials {
  const sorted = hashes.sort();
  let kept = 0;
  for (let i = 0; i < sorted.length && kept < EXACT_MAX; i++)
    if (kept === 0 || sorted[i] !== sorted[kept - 1]) sorted[kept++] = sorted[i]!;
  return sorted.slice(0, kept);
}

/** A round of MurmurHash3. */
function mixed(hash: number, word: number, multiplier: number): number {
  const part = Math.imul(rotated(Math.imul(word, multiplier), 15), 0x1b873593);
  return (Math.imul(rotated(hash ^ part, 13), 5) + 0xe6546b64) | 0;
}

/** The end of MurmurHash3: every bit depends on every other. From 0 to 2³² − 1. */
function finished(hash: number): number {
  let value = hash;
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}

function rotated(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}
