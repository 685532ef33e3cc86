import { allocateBars, type BarColumns, sliceBars } from '#domain/market/bar';
import type { StrategyDescription } from '#domain/strategies/sdk/strategy-description';
import { createSeededRandom } from '#domain/values/seeded-random';
import type { AccountOutcome } from '#engine/simulation/backtest/account-result';
import type { StrategySource } from '#engine/simulation/strategy-source';
import { describeStrategyFile, runStrategyFile } from './strategy-sandbox.ts';

const DAY_MS = 86_400_000;
/** Bars beyond the warm-up. */
const BARS = 600;
/** Share of the bars that the shorter run has. */
const FIRST_PART = 0.6;

/** What a strategy file says of itself, and what it did with bars made up for the purpose. */
export interface StrategyCheck extends StrategyDescription {
  readonly bars: number;
  readonly trades: number;
  /** Whether a run over the first bars alone traded what the whole run traded in them. */
  readonly isCausal: boolean;
}

/** Loads a strategy and runs it twice over seeded bars. Throws an `OctopusError` that names the file's line. */
export async function checkStrategyFile(file: StrategySource): Promise<StrategyCheck> {
  const description = await describeStrategyFile(file);
  const bars = madeUpBars(description.warmUpBars + BARS);
  const part = Math.floor(bars.length * FIRST_PART);
  const whole = await runOver(file, bars);
  const first = await runOver(file, sliceBars(bars, 0, part));
  return {
    ...description,
    bars: bars.length,
    trades: whole.trades.length,
    isCausal: equityText(whole, bars.time[part]!) === equityText(first, bars.time[part]!),
  };
}

async function runOver(file: StrategySource, bars: BarColumns): Promise<AccountOutcome> {
  const { outcome } = await runStrategyFile(file, {
    instruments: [
      {
        symbol: 'MADEUP',
        series: [{ timeframe: '1d', bars }],
        halts: [{ from: bars.time[200]!, to: bars.time[205]! }],
      },
    ],
    account: { cash: 100_000, closeAtEnd: 'none' },
    parameters: {},
  });
  return outcome;
}

/** The curve before a time; runs this short are not thinned. */
function equityText({ equityCurve }: AccountOutcome, before: number): string {
  return equityCurve
    .filter(({ time }) => time < before)
    .map(({ equity }) => equity)
    .join(' ');
}

/** A walk with trends, gaps between days, and days without volume. */
function madeUpBars(length: number): BarColumns {
  const random = createSeededRandom(7);
  const bars = allocateBars(length);
  let price = 100;
  for (let i = 0; i < length; i++) {
    const drift = Math.sin(i / 40) * 0.004;
    const open = price * (1 + 0.01 * random.nextNormal());
    const close = open * (1 + drift + 0.015 * random.nextNormal());
    // A week without bars now and then.
    bars.time[i] = (i + Math.floor(i / 97) * 7) * DAY_MS;
    bars.open[i] = open;
    bars.close[i] = close;
    bars.high[i] = Math.max(open, close) * (1 + 0.005 * random.next());
    bars.low[i] = Math.min(open, close) * (1 - 0.005 * random.next());
    bars.volume[i] = i % 53 === 0 ? 0 : 1_000 + Math.floor(random.next() * 9_000);
    price = close;
  }
  return bars;
}
