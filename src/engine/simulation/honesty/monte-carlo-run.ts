import { OctopusError } from '#contract/errors';
import type { MonteCarloResult } from '#contract/services/lab';
import type { ParameterValues } from '#domain/indicators/indicator';
import { maxDrawdown } from '#domain/statistics/drawdown';
import {
  FAN_PROBABILITIES,
  type ResamplingOptions,
  resampleReturns,
} from '#domain/statistics/monte-carlo-trades';
import { countAtOrBelow, quantileOfSorted } from '#domain/statistics/quantile';
import { equityFromReturns } from '#domain/statistics/returns';
import { randomEntryPValue } from './entry-test.ts';
import { priceNoise } from './price-noise.ts';
import { type HonestWork, trialReturns } from './trial-returns.ts';

export interface MonteCarloRequest extends HonestWork {
  readonly parameters: ParameterValues;
  readonly resampling: ResamplingOptions;
  readonly of: 'trades' | 'days';
  readonly noiseRuns: number;
  readonly noise: number;
}

/** What a run's own trades or days could have come to, and whether its entries and its exact prices matter. */
export type MonteCarloOutcome = Omit<
  MonteCarloResult,
  'symbol' | 'timeframe' | 'strategy' | 'bars' | 'trialCount' | 'lockedFrom' | 'elapsedMs'
>;

/** Throws an `OctopusError` BAD_REQUEST when the run has nothing to draw from. */
export async function runMonteCarlo(
  request: MonteCarloRequest,
  company: {
    readonly signal?: AbortSignal;
    readonly onProgress?: (fraction: number) => void;
    readonly pause?: () => Promise<void>;
  },
): Promise<MonteCarloOutcome> {
  const { parameters, resampling, of, noiseRuns, noise } = request;
  const run = trialReturns(request, parameters);
  const closed = run.result.trades.filter(({ exitTime }) => exitTime !== null);
  // A trade moves the account by its return on the share of it that the trade took.
  const drawn =
    of === 'days'
      ? run.returns
      : Float64Array.from(closed, ({ returnPct }) => (returnPct / 100) * request.options.size);
  if (drawn.length === 0)
    throw new OctopusError(
      'BAD_REQUEST',
      `${request.strategy.slug} made no trade here; there is nothing to draw from`,
    );
  const { growth, drawdown, fanAt, fan } = resampleReturns(drawn, resampling);
  const noisy =
    noiseRuns === 0
      ? null
      : await priceNoise(request, parameters, {
          runs: noiseRuns,
          noise,
          seed: resampling.seed,
          onRun: async (fraction) => {
            company.onProgress?.(fraction);
            await company.pause?.();
            company.signal?.throwIfAborted();
          },
        });
  const curves = fan.map((column) => [...column]);
  return {
    method: resampling.method,
    of,
    resamples: resampling.resamples,
    drawn: drawn.length,
    actual: {
      returnPct: run.result.statistics.returnPct,
      maxDrawdownPct: (maxDrawdown(of === 'days' ? run.equity : equityFromReturns(drawn)) ?? 0) * 100,
    },
    returnPct: spreadOf(growth, 100),
    maxDrawdownPct: spreadOf(drawdown.map((depth) => -depth).sort(), 100),
    lossProbability: growth[0]! >= 0 ? 0 : countAtOrBelow(growth, -Number.MIN_VALUE) / growth.length,
    fan: {
      at: [...fanAt],
      p5: curves[0]!,
      p25: curves[1]!,
      p50: curves[2]!,
      p75: curves[3]!,
      p95: curves[4]!,
    },
    randomEntryPValue: randomEntryPValue(request, run.result, resampling.seed),
    noise: noisy && { runs: noiseRuns, noise, returnPct: spreadOf(noisy.returnPct, 1) },
  };
}

function spreadOf(sorted: Float64Array, scale: number): MonteCarloResult['returnPct'] {
  const [p5, p25, p50, p75, p95] = FAN_PROBABILITIES.map(
    (probability) => quantileOfSorted(sorted, probability) * scale,
  ) as [number, number, number, number, number];
  return { p5, p25, p50, p75, p95 };
}
