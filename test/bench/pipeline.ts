import { deepStrictEqual } from 'node:assert/strict';
import { type BenchRow, median } from './bench-row.ts';
import { runBareTicks } from './support/bare-ticks.ts';
import { runObjectTicks } from './support/object-ticks.ts';
import { runProductTicks } from './support/product-ticks.ts';
import { createTickMessages, type PipelineResult, type TickMessages } from './support/tick-messages.ts';

const MESSAGES = 400_000;
const SYMBOLS = 200;
const ROUNDS = 9;

type Pipeline = (messages: TickMessages) => PipelineResult;

/** Raw bytes to judged, cached, made into bars and handed to three subscribers, on one thread; three ways in turn. */
export function benchPipeline(): BenchRow[] {
  const messages = createTickMessages(MESSAGES, SYMBOLS);
  const product = settled(runProductTicks(messages));
  deepStrictEqual(product, settled(runObjectTicks(messages)));
  deepStrictEqual(product, settled(runBareTicks(messages)));
  const rates: [number, number, number][] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const row = [runProductTicks, runObjectTicks, runBareTicks].map((run) => rateOf(run, messages));
    // The first round warms all three up.
    if (round > 0) rates.push(row as [number, number, number]);
  }
  const middle = (of: (row: [number, number, number]) => number): number => median(rates.map(of));
  const value = middle(([rate]) => rate);
  return [
    {
      name: 'ticks from bytes to bars and three subscribers',
      value,
      unit: 'updates/s',
      baseline: middle(([, rate]) => rate),
      ratio: middle(([a, b]) => a / b),
      against: 'objects and JSON.parse',
      goal: '≥ 5×, 5,000,000/s',
    },
    {
      name: 'ticks from bytes to bars and three subscribers',
      value,
      unit: 'updates/s',
      baseline: middle(([, , rate]) => rate),
      ratio: middle(([a, , c]) => a / c),
      against: 'one loop over typed arrays, minute bars alone',
      goal: '≥ 0.75×',
    },
  ];
}

function rateOf(run: Pipeline, messages: TickMessages): number {
  const start = performance.now();
  run(messages);
  return (messages.messages.length * 1_000) / (performance.now() - start);
}

/** Bars that close in the same batch are added up in another order: sums are compared to nine digits. */
function settled({ barSum, ...rest }: PipelineResult) {
  return { ...rest, barSum: barSum.toPrecision(9) };
}

if (import.meta.main) console.table(benchPipeline());
