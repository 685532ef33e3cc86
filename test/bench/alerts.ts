import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AlertBook } from '#agents/realtime-processor/alert-book';
import { allocateTicks, TRADE_TICK } from '#domain/market/tick-batch';
import { createSeededRandom } from '#domain/values/seeded-random';
import { createQuoteBoard } from '#engine/cache/columnar-quote-board';
import { createEngine } from '#runtime/engine/create-engine';
import { createInProcessHost } from '#runtime/processes/in-process-host';
import { runWorker } from '#runtime/processes/run-worker';
import { quietLog } from '../support/quiet-log.ts';
import { type BenchRow, median, percentile } from './bench-row.ts';

const SYMBOLS = Array.from({ length: 500 }, (_, i) => `S${i}`);
const ROUNDS = 9;
const BATCHES = 400;
const ROWS = 1_000;
const TRIGGERS = 500;

/** What a tick costs 1,000 alerts that stay quiet, and how long one that fires takes to become a notification. */
export async function benchAlerts(): Promise<BenchRow[]> {
  return [benchTicks(), await benchTrigger()];
}

/** Against alerts as objects in a list a symbol, told of each tick as an object: what one writes first. */
function benchTicks(): BenchRow {
  const board = createQuoteBoard();
  for (const symbol of SYMBOLS) board.openDay(board.slot(symbol), 100);
  let fired = 0;
  const book = new AlertBook({
    board,
    contextOf: () => ({ timeZone: 'America/New_York', calendar: 'XNAS' }),
    isReplayed: () => false,
    onFired: () => fired++,
  });
  const plain = new Map<string, { level: number; previous: number; isAbove: boolean }[]>();
  SYMBOLS.forEach((symbol, i) => {
    const rules = [`price crosses-above ${150 + i}`, 'price crosses-below 50 and change is-below -40'];
    for (const rule of rules) {
      const definition = {
        name: '',
        symbol,
        rule,
        frequency: 'once',
        expiresTime: null,
        message: '',
        severity: 'info' as const,
        isSoundOn: false,
      };
      book.put({ id: `${symbol} ${rule}`, definition, state: 'active', restsSince: null });
    }
    plain.set(symbol, [
      { level: 150 + i, previous: 100, isAbove: true },
      { level: 50, previous: 100, isAbove: false },
    ]);
  });
  const batch = filledBatch();
  const rates: [number, number][] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const start = performance.now();
    for (let i = 0; i < BATCHES; i++) book.onBatch(batch, (slot) => board.symbols[slot]);
    const middle = performance.now();
    let plainFired = 0;
    for (let i = 0; i < BATCHES; i++)
      for (let row = 0; row < batch.length; row++) {
        const tick = { symbol: SYMBOLS[batch.slot[row]!]!, price: batch.price[row]! };
        for (const alert of plain.get(tick.symbol) ?? []) {
          if (alert.isAbove && alert.previous < alert.level && tick.price >= alert.level) plainFired++;
          if (!alert.isAbove && alert.previous > alert.level && tick.price <= alert.level) plainFired++;
          alert.previous = tick.price;
        }
      }
    const end = performance.now();
    if (fired !== 0 || plainFired !== 0) throw new Error('an alert fired that should not have');
    const ticks = BATCHES * ROWS;
    if (round > 0) rates.push([((middle - start) * 1e6) / ticks, ((end - middle) * 1e6) / ticks]);
  }
  return {
    name: 'a tick past 1,000 alerts on 500 symbols',
    value: median(rates.map(([ours]) => ours)),
    unit: 'ns',
    baseline: median(rates.map(([, theirs]) => theirs)),
    ratio: median(rates.map(([ours, theirs]) => ours / theirs)),
    against: 'lists of bare crossings, a tick object each',
  };
}

function filledBatch() {
  const random = createSeededRandom(3);
  const batch = allocateTicks(ROWS);
  for (let i = 0; i < ROWS; i++) {
    batch.slot[i] = random.nextInteger(0, 499);
    batch.kind[i] = TRADE_TICK;
    batch.eventTime[i] = Date.UTC(2026, 0, 5, 15) + i;
    batch.price[i] = 100 + random.nextNormal();
    batch.size[i] = 1;
    batch.sequence[i] = i;
  }
  batch.length = ROWS;
  return batch;
}

/** From the tick to the notification that screens watch, through the journal on disk. */
async function benchTrigger(): Promise<BenchRow> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'octopus-bench-'));
  const engine = await createEngine({
    dataFolder,
    host: 'command-line',
    log: quietLog(),
    processHost: createInProcessHost(runWorker),
    isSessionWanted: false,
  });
  engine.board.slot('A');
  for (let i = 1; i <= TRIGGERS; i++)
    await engine.alerts.create({ symbol: 'A', rule: `price crosses-above ${i}` });
  const times: number[] = [];
  const { watch } = engine.roles;
  watch.onTick('A', 0, 0, 0.5, 1, 1, true);
  for (let i = 1; i <= TRIGGERS; i++) {
    const start = performance.now();
    watch.onTick('A', 0, i, i + 0.5, 1, 1, true);
    times.push((performance.now() - start) * 1_000);
    if (engine.views.alerts.get(engine.alerts.history({ limit: 1 }).rows[0]!.alertId)?.state !== 'triggered')
      throw new Error('an alert fired without a trace');
  }
  await engine.stop();
  rmSync(dataFolder, { recursive: true, force: true });
  return {
    name: 'tick to notification, journal durable, p95',
    value: percentile(times, 0.95),
    unit: 'µs',
    goal: '< 100,000 µs',
  };
}
