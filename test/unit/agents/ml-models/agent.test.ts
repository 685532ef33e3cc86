import { expect, it } from 'vitest';
import { createMlModels } from '#agents/ml-models/agent';
import { forecastCloses } from '#agents/ml-models/forecast';
import type { TrainingInput } from '#agents/ml-models/train';
import { mlModelsWorkerTasks } from '#agents/ml-models/worker-tasks';
import { allocateBars, sliceBars } from '#domain/market/bar';
import { SimulatedClock } from '#engine/clock/simulated-clock';
import { openMarketStore, runTask, taskContext } from '#test/support/market-store';

const DAY = 86_400_000;

async function withPrices(length = 300) {
  const market = openMarketStore();
  const bars = allocateBars(length);
  for (let i = 0; i < length; i++) {
    bars.time[i] = i * DAY;
    for (const field of ['open', 'high', 'low', 'close'] as const) bars[field][i] = 100 + ((i * 7) % 13);
  }
  await market.putBars('GOOG', '1d', bars);
  return { bars, agent: createMlModels({ market, clock: new SimulatedClock(0) }) };
}

it.each(['predict', 'prediction.predict_price', 'infer'])(
  '%s forecasts as of a time, blind to what came after',
  async (type) => {
    const { agent, bars } = await withPrices();
    const { result, summary } = await runTask(agent.tasks, type, {
      symbol: 'GOOG',
      horizon: 3,
      asOf: 200 * DAY,
    });
    expect(result).toMatchObject({
      ...forecastCloses(bars.close.slice(0, 200), 3),
      symbol: 'GOOG',
      lastTime: 199 * DAY,
    });
    expect(summary).toMatch(/^GOOG: (simple|damped-trend) smoothing expects/);
  },
);

it('a trained model forecasts under its own version', async () => {
  const { agent } = await withPrices();
  const { result: prepared } = await runTask(agent.tasks, 'training.train_model', {
    symbol: 'GOOG',
    horizon: 2,
  });
  const copied = structuredClone(prepared) as TrainingInput;
  const trained = mlModelsWorkerTasks['ml_models.train'](copied, taskContext);
  const { result } = await runTask(agent.tasks, 'predict', { symbol: 'GOOG', model: trained.parameters });
  expect(result).toMatchObject({ version: trained.version });
  expect(agent.tasks.find((task) => task.type === 'train')!.summarize!(trained)).toBe(trained.summary);
});

it('the role in decisions says the same as the task', async () => {
  const { agent, bars } = await withPrices();
  const { forecast, score, reason } = agent.role.forecast(bars)!;
  expect(forecastCloses(bars.close, 5)).toMatchObject({ ...forecast, score, reason });
  expect(agent.role.forecast(sliceBars(bars, 0, 10))).toBeNull();
});

it('a stranger and a short series are named, with what to do', async () => {
  const { agent } = await withPrices(50);
  await expect(runTask(agent.tasks, 'predict', { symbol: 'GOGO' })).rejects.toThrow(
    'unknown symbol "GOGO"; did you mean GOOG?',
  );
  await expect(runTask(agent.tasks, 'predict', { symbol: 'GOOG', asOf: 10 * DAY })).rejects.toThrow(
    'GOOG 1d has 10 bars before 1970-01-11, at least 40 are needed: import more or choose a later time',
  );
});
