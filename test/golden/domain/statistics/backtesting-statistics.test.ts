import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { performanceStatistics } from '#domain/statistics/performance-statistics';
import type { ClosedTrade } from '#domain/statistics/trade-statistics';

interface Golden {
  readonly tool: string;
  readonly grids: Record<string, number[]>;
  readonly cases: readonly {
    name: string;
    seed: number;
    drift: number;
    expected: Record<string, number | null>;
  }[];
}

const golden: Golden = JSON.parse(
  readFileSync(new URL('backtesting-statistics.json', import.meta.url), 'utf8'),
);

/** Catches any figure that drifts from backtesting.py's definition, on every bar length it treats differently. */
describe(`performance statistics equal ${golden.tool}`, () => {
  it.each(golden.cases)('$name, drift $drift', ({ name, seed, drift, expected }) => {
    const time = Float64Array.from(golden.grids[name]!);
    const { equity, trades } = sample(time.length, seed, drift);
    const found: Record<string, unknown> = { ...performanceStatistics({ time, equity, trades }) };
    expect(Object.keys(found).sort()).toEqual(Object.keys(expected).sort());
    for (const [figure, value] of Object.entries(expected)) {
      if (value === null) expect(found[figure], figure).toBeNull();
      else
        expect(Math.abs(Number(found[figure]) - value), figure).toBeLessThanOrEqual(
          1e-9 * Math.max(1, Math.abs(value)),
        );
    }
  });
});

/** The same curve and trades as `backtesting-statistics.py` draws. */
function sample(length: number, seed: number, drift: number) {
  let state = seed;
  const draw = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const equity = new Float64Array(length);
  equity[0] = 10_000;
  for (let i = 1; i < length; i++) equity[i] = equity[i - 1]! * (1 + (draw() - 0.5) * 0.04 + drift);
  const trades: ClosedTrade[] = [];
  for (let bar = 0; length > 20 && bar + 12 < length; bar = trades.at(-1)!.exitBar) {
    const entryBar = bar + 1 + Math.floor(draw() * 5);
    const exitBar = entryBar + 1 + Math.floor(draw() * 6);
    const returnPct = (draw() - 0.45) * 8;
    trades.push({ entryBar, exitBar, pnl: returnPct * 100, returnPct });
  }
  return { equity, trades };
}
