import type { ParameterValues } from '#domain/indicators/indicator';
import { allocateBars, type BarColumns } from '#domain/market/bar';
import { createSeededRandom, mixSeed } from '#domain/values/seeded-random';
import { type HonestWork, trialReturns } from './trial-returns.ts';

export interface PriceNoiseReport {
  /** Return of each run on disturbed prices, in percent, ascending. */
  readonly returnPct: Float64Array;
  /** Sharpe ratio of each that has one, ascending. */
  readonly sharpe: Float64Array;
}

/**
 * How a result bears prices that are a little different: every bar is moved as a whole by noise of `noise` times the
 * mean range of a bar, and the strategy runs anew. An edge that is there by chance does not bear it.
 */
export async function priceNoise(
  work: HonestWork,
  parameters: ParameterValues,
  options: {
    readonly runs: number;
    readonly noise: number;
    readonly seed: number;
    /** Called after each run with the share that is done. */
    readonly onRun?: (fraction: number) => void | Promise<void>;
  },
): Promise<PriceNoiseReport> {
  const { runs, noise, seed, onRun } = options;
  const returns: number[] = [];
  const sharpes: number[] = [];
  for (let run = 0; run < runs; run++) {
    const bars = disturbed(work.bars, noise, mixSeed(seed, 'noise', run));
    const { returnPct, sharpe } = trialReturns({ ...work, bars }, parameters).result.statistics;
    returns.push(returnPct);
    if (sharpe !== null) sharpes.push(sharpe);
    await onRun?.((run + 1) / runs);
  }
  return { returnPct: Float64Array.from(returns).sort(), sharpe: Float64Array.from(sharpes).sort() };
}

/** Bars moved up or down, each as a whole and in proportion, so that they stay well formed. */
function disturbed(bars: BarColumns, noise: number, seed: number): BarColumns {
  const random = createSeededRandom(seed);
  const moved = allocateBars(bars.length);
  moved.time.set(bars.time);
  moved.volume.set(bars.volume);
  let range = 0;
  for (let i = 0; i < bars.length; i++) range += (bars.high[i]! - bars.low[i]!) / bars.close[i]!;
  const scale = (noise * range) / bars.length;
  for (let i = 0; i < bars.length; i++) {
    const factor = Math.max(0.1, 1 + scale * random.nextNormal());
    for (const field of ['open', 'high', 'low', 'close'] as const)
      moved[field][i] = Math.round(bars[field][i]! * factor * 1e8) / 1e8;
  }
  return moved;
}
