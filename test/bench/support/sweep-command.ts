import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BarColumns } from '#domain/market/bar';
import { type BenchRow, median } from '../bench-row.ts';

const OCTOPUS = fileURLToPath(new URL('../../../bin/octopus.mjs', import.meta.url));
const DAY_MS = 86_400_000;

/** `octopus sweep` of 4,851 pairs, each time in a process of its own: what it says it took, and the whole command. */
export function sweepCommandRows(bars: BarColumns, rounds: number): BenchRow[] {
  const folder = mkdtempSync(join(tmpdir(), 'octopus-bench-'));
  try {
    const file = join(folder, 'walk.csv');
    writeFileSync(file, csvOf(bars));
    const args = [
      ...[OCTOPUS, 'sweep', file, '--data', join(folder, 'data'), '--strategy', 'sma-crossover'],
      ...['--param', 'fast=2:100', '--param', 'slow=2:100', '--constraint', 'fast<slow'],
    ];
    const told: number[] = [];
    const whole: number[] = [];
    for (let round = -1; round < rounds; round++) {
      const start = performance.now();
      const answer = execFileSync(process.execPath, args, {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      const took = performance.now() - start;
      const { combinations, elapsedMs } = JSON.parse(answer) as { combinations: number; elapsedMs: number };
      if (combinations !== 4_851) throw new Error(`octopus sweep ran ${combinations} combinations`);
      // The first builds, compiles and makes the data folder.
      if (round < 0) continue;
      told.push(elapsedMs);
      whole.push(took);
    }
    return [
      {
        name: 'octopus sweep from a fresh process, elapsedMs',
        value: median(told),
        unit: 'ms',
        goal: '≤ 50 ms',
      },
      { name: '… the whole command', value: median(whole), unit: 'ms' },
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function csvOf({ time, open, high, low, close, volume, length }: BarColumns): string {
  const lines = ['date,open,high,low,close,volume'];
  for (let i = 0; i < length; i++) {
    const date = new Date(Math.floor(time[i]! / DAY_MS) * DAY_MS).toISOString().slice(0, 10);
    lines.push([date, open[i], high[i], low[i], close[i], volume[i]].join(','));
  }
  return `${lines.join('\n')}\n`;
}
