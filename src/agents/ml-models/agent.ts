import { z } from 'zod';
import { epochMs, symbolText, timeframe } from '#contract/services/shared';
import type { Agent } from '#engine/agent/agent';
import { defineTask } from '#engine/agent/define-task';
import type { ForecastRole } from '#engine/agent/roles';
import { readEnoughBars } from '#engine/market/read-enough-bars';
import type { Clock } from '#engine/ports/clock';
import type { MarketStore } from '#engine/ports/market-store';
import { type MlModelsConfig, mlModelsDefaults } from './config.ts';
import { type Forecast, forecastCloses } from './forecast.ts';
import type { TrainingInput, TrainingResult } from './train.ts';

const smoothingModel = z
  .object({
    kind: z.enum(['simple', 'damped-trend']),
    level: z.number().min(0).max(1),
    trend: z.number().min(0).max(1),
    damping: z.number().min(0).max(1),
  })
  .describe('a model as `train` answered it; a new one is fitted when absent');

const series = {
  symbol: symbolText,
  timeframe: timeframe.default('1d'),
  horizon: z.number().int().min(1).max(60).default(5),
};
/** Sees bars before this time only. */
const asOf = epochMs.optional();

export interface MlModels extends Agent {
  readonly role: ForecastRole;
  /** The pure forecast, for callers that hold the closes already. */
  readonly forecastCloses: typeof forecastCloses;
}

/** The models agent: forecasts of closes with their honest error. */
export function createMlModels(ports: {
  market: MarketStore;
  clock: Clock;
  config?: MlModelsConfig;
}): MlModels {
  const { market, clock, config = mlModelsDefaults } = ports;
  let activity = 'waiting for a series';
  let headline = 'no forecast yet';

  const predict = defineTask({
    type: 'predict',
    aliases: ['prediction.predict_price', 'infer'],
    input: z.object({ ...series, asOf, model: smoothingModel.optional() }),
    runsOn: 'engine',
    async run(input) {
      const range = { limit: config.windowBars, ...(input.asOf === undefined ? {} : { to: input.asOf }) };
      const bars = await readEnoughBars(market, { ...input, range, minimum: config.windowBarsMin });
      const startedMs = clock.monotonic();
      const forecast = forecastCloses(bars.close, input.horizon, {
        config,
        ...(input.model ? { model: input.model } : {}),
      });
      if (forecast === null)
        throw new RangeError(`${input.symbol}: a close is not above zero, so no forecast can be made`);
      activity = `forecast ${input.symbol} in ${(clock.monotonic() - startedMs).toFixed(1)} ms`;
      headline = forecast.version;
      return {
        symbol: input.symbol,
        timeframe: input.timeframe,
        lastTime: bars.time[bars.length - 1]!,
        ...forecast,
      };
    },
    summarize: (result: Forecast & { symbol: string }) => `${result.symbol}: ${result.reason}`,
  });

  const train = defineTask({
    type: 'train',
    aliases: ['training.train_model'],
    input: z.object({ ...series, asOf }),
    runsOn: 'worker',
    async run(input): Promise<TrainingInput> {
      const range = { limit: config.trainingBars, ...(input.asOf === undefined ? {} : { to: input.asOf }) };
      const bars = await readEnoughBars(market, {
        ...input,
        range,
        minimum: 2 * config.windowBarsMin + input.horizon,
      });
      activity = `gathered ${bars.length} closes of ${input.symbol} for training`;
      return { symbol: input.symbol, closes: bars.close.slice(), horizon: input.horizon };
    },
    summarize: (result: TrainingInput | TrainingResult) => ('summary' in result ? result.summary : ''),
  });

  const role: ForecastRole = {
    forecast(bars) {
      const found = forecastCloses(bars.close, config.decisionHorizonBars, { config });
      if (found === null) return null;
      const { model, version, horizonBars, expected, lower, upper, naive, meanAbsoluteScaledError } = found;
      headline = version;
      activity = found.reason;
      return {
        forecast: { model, version, horizonBars, expected, lower, upper, naive, meanAbsoluteScaledError },
        score: found.score,
        reason: found.reason,
      };
    },
  };

  return {
    slug: 'ml_models',
    tasks: [predict, train],
    role,
    forecastCloses,
    report: () => ({ state: 'healthy', activity, headline }),
  };
}
