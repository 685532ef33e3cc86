import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStores } from '#adapters/stores/sqlite/open-stores';
import { findSeriesGaps } from '#agents/data-warehouse/find-series-gaps';
import { gapsRequest } from '#contract/services/gaps';
import { walk } from './bar-walk.ts';
import { type BenchRow, median } from './bench-row.ts';

const SIZES = [100_000, 1_000_000, 10_000_000];
const PIECE = 100_000;
const MINUTE = 60_000;
/** What an exchange's year comes to. */
const YEAR_BARS = 98_280;

const YEAR_ROUNDS = 60;
const SMALL_ROUNDS = 500;

interface Figure {
  readonly name: string;
  readonly unit: string;
  readonly measure: () => Promise<number>;
}

/** Milliseconds of this thread's processor time, which other programs do not lengthen. */
function processorMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

async function timed(
  rounds: number,
  perUnit: number,
  work: (round: number) => Promise<unknown>,
): Promise<number> {
  const started = processorMs();
  for (let round = 0; round < rounds; round++) await work(round);
  return ((processorMs() - started) * 1e6) / perUnit / rounds;
}

/** Median in wall time, for what is too short for the clock of processor time. */
async function microseconds(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < SMALL_ROUNDS; round++) {
    const started = performance.now();
    await work();
    times.push((performance.now() - started) * 1_000);
  }
  return median(times);
}

/**
 * One series as it grows a hundredfold, in processor time: what costs by the bar stays the same by the bar, what does
 * not stays the same.
 */
export async function benchStoreGrowth(): Promise<BenchRow[]> {
  const first = new Map<string, number>();
  const rows: BenchRow[] = [];
  // The first round compiles the code and does not count.
  for (const [round, size] of [SIZES[0]!, ...SIZES].entries()) {
    const folder = mkdtempSync(join(tmpdir(), 'octopus-bench-'));
    const stores = openSqliteStores(folder, Date.now());
    const { market } = stores;
    const piece = walk(PIECE, 1);
    const start = piece.time[0]!;
    const at = (index: number): number => start + index * MINUTE;
    let writing = 0;
    const rounds = Math.ceil(5_000_000 / size);
    const figures: Figure[] = [
      {
        name: 'read whole',
        unit: 'ns/bar',
        measure: () => timed(rounds, size, () => market.readBars('G', '1m')),
      },
      {
        name: 'read a year of it',
        unit: 'ns/bar',
        measure: () =>
          timed(YEAR_ROUNDS, YEAR_BARS, (turn) => {
            const index = Math.floor(((size - YEAR_BARS) * turn) / (YEAR_ROUNDS - 1));
            return market.readBars('G', '1m', { from: at(index), to: at(index + YEAR_BARS) });
          }),
      },
      {
        name: 'read the newest bar',
        unit: 'µs',
        measure: () => microseconds(() => market.readBars('G', '1m', { limit: 1 })),
      },
      {
        name: 'list the series',
        unit: 'µs',
        measure: () => microseconds(() => market.series()),
      },
      {
        name: 'report its gaps',
        unit: 'ns/bar',
        measure: () =>
          timed(rounds, size, () =>
            findSeriesGaps(market, gapsRequest.parse({ symbol: 'G', timeframe: '1m', calendar: 'CRYPTO' })),
          ),
      },
    ];
    try {
      for (let stored = 0; stored < size; stored += PIECE) {
        const shifted = { ...piece, time: piece.time.map((time) => time + stored * MINUTE) };
        const started = processorMs();
        await market.putBars('G', '1m', shifted);
        writing += processorMs() - started;
      }
      const measured: [string, string, number][] = [['write', 'ns/bar', (writing * 1e6) / size]];
      for (const { name, unit, measure } of figures) measured.push([name, unit, await measure()]);
      if (round === 0) continue;
      for (const [name, unit, value] of measured) {
        if (!first.has(name)) first.set(name, value);
        rows.push({
          name: `${name}, ${size.toLocaleString('en-US')} bars stored`,
          value,
          unit,
          baseline: first.get(name)!,
          ratio: value / first.get(name)!,
          against: `the same at ${SIZES[0]!.toLocaleString('en-US')}`,
        });
      }
    } finally {
      stores.close();
      rmSync(folder, { recursive: true, force: true });
    }
  }
  return rows.toSorted((a, b) => order(a) - order(b));

  /** By what is measured, then by size. */
  function order({ name }: BenchRow): number {
    return [...first.keys()].findIndex((key) => name.startsWith(`${key}, `));
  }
}
