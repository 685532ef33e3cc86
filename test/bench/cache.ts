import { TieredCache } from '#engine/cache/tiered-cache';
import { createLiveClock } from '#runtime/processes/live-clock';
import { type BenchRow, median, percentile } from './bench-row.ts';

const KEYS = 1_000;
const HITS = 200_000;
const ROUNDS = 9;
const SINGLE = 100_000;

/** A hit in memory, with its age and staleness, beside `Map.get`: many in a row for the median, one by one for the tail. */
export async function benchCache(): Promise<BenchRow[]> {
  const cache = new TieredCache({ name: 'bench', clock: createLiveClock() });
  const bare = new Map<string, number>();
  const keys = Array.from({ length: KEYS }, (_, i) => `market_data:SYM${i}:latest`);
  for (const [i, key] of keys.entries()) {
    cache.put(key, i, [`bars:SYM${i}`]);
    bare.set(key, i);
  }
  const hit = (): number => {
    let sum = 0;
    for (let i = 0; i < HITS; i++) sum += cache.peek<number>(keys[(i * 7) % KEYS]!)!.value;
    return sum;
  };
  const get = (): number => {
    let sum = 0;
    for (let i = 0; i < HITS; i++) sum += bare.get(keys[(i * 7) % KEYS]!)!;
    return sum;
  };
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    if (hit() !== get()) throw new Error('the cache and the map answered differently');
    ours.push(timed(hit));
    theirs.push(timed(get));
  }
  const singles: number[] = [];
  for (let i = 0; i < SINGLE; i++) {
    const start = process.hrtime.bigint();
    cache.peek(keys[(i * 7) % KEYS]!);
    singles.push(Number(process.hrtime.bigint() - start) / 1_000);
  }
  const awaited: number[] = [];
  for (let i = 0; i < SINGLE; i++) {
    const start = process.hrtime.bigint();
    await cache.read({ key: keys[(i * 7) % KEYS]!, load: () => 0 });
    awaited.push(Number(process.hrtime.bigint() - start) / 1_000);
  }
  return [
    {
      name: 'L1 hit, median',
      value: median(ours),
      unit: 'ns',
      baseline: median(theirs),
      ratio: median(ours.map((value, i) => value / theirs[i]!)),
      against: 'Map.get',
    },
    { name: 'L1 hit, p99', value: percentile(singles, 0.99), unit: 'µs', goal: 'below 5 µs' },
    {
      name: 'L1 hit through the promise, p99',
      value: percentile(awaited, 0.99),
      unit: 'µs',
      goal: 'below 5 µs',
    },
  ];
}

/** Nanoseconds of one hit. */
function timed(work: () => number): number {
  const start = performance.now();
  work();
  return ((performance.now() - start) * 1e6) / HITS;
}

if (import.meta.main) console.table(await benchCache());
