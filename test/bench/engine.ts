import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Log } from '#engine/ports/log';
import { createEngine, type Engine } from '#runtime/engine/create-engine';
import { createNodeProcessHost } from '#runtime/processes/node-process-host';
import { type BenchRow, median } from './bench-row.ts';

const ROUNDS = 7;
const silent: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** The engine on the bundled sample data: time until it is ready, speed of a replay flat out, and how it holds the loop. */
export async function benchEngine(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'octopus-bench-'));
  try {
    const first = await timed(folder);
    const again: number[] = [];
    for (let round = 0; round < ROUNDS; round++) again.push(await timed(folder));
    const replay = await flatOut(folder);
    return [
      { name: 'engine ready, empty folder (imports the sample data)', value: first, unit: 'ms' },
      {
        name: 'engine ready, store with the sample data',
        value: median(again),
        unit: 'ms',
        goal: 'under 300 ms',
      },
      ...replay,
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function open(folder: string): Promise<Engine> {
  return createEngine({
    dataFolder: folder,
    host: 'command-line',
    log: silent,
    processHost: createNodeProcessHost(),
  });
}

async function timed(folder: string): Promise<number> {
  const started = performance.now();
  const engine = await open(folder);
  const elapsed = performance.now() - started;
  await engine.stop();
  return elapsed;
}

async function flatOut(folder: string): Promise<BenchRow[]> {
  const engine = await open(folder);
  const delay = monitorEventLoopDelay({ resolution: 5 });
  try {
    const session = await engine.keeper.start({ daysPerSecond: 0 });
    delay.enable();
    const started = performance.now();
    while (session.state().state !== 'finished') await new Promise((resolve) => setTimeout(resolve, 20));
    const seconds = (performance.now() - started) / 1_000;
    delay.disable();
    return [
      {
        name: 'replay flat out, ticks and decisions journaled',
        value: session.state().eventCount / seconds / 1_000,
        unit: 'k events/s',
      },
      {
        name: 'event-loop delay while it runs, p99',
        value: Math.max(0, delay.percentile(99) / 1e6 - 5),
        unit: 'ms',
        goal: 'under 20 ms',
      },
    ];
  } finally {
    await engine.stop();
  }
}

if (import.meta.main) console.table(await benchEngine());
