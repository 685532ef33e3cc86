import type { TradeColumns } from '#domain/market/tick-columns';
import { allocateTrades } from '#domain/market/tick-columns';
import { createSeededRandom } from '#domain/values/seeded-random';
import { SimulatedClock } from '#engine/clock/simulated-clock';
import type { Engine, EngineOptions } from '#runtime/engine/create-engine';
import { turns } from './streams/live-engine.ts';
import { openTestEngine } from './test-engine.ts';

/** Monday of an ordinary week; exchanges of coins never close. */
export const RUN_START = Date.parse('2024-03-04T00:00:00Z');

/** What the runs of these tests have in common: decisions at the close of a minute, sent without asking. */
export const RUN_TERMS = {
  timeframe: '1m',
  resolution: 'bars',
  autonomy: 'auto',
  warmUpBars: 0,
  units: 'whole',
  direction: 'long',
} as const;

/** Trades with a wave in them, so that averages cross: some of each second, with a few at the very end of a minute. */
export function wavyTrades(minutes: number, seed = 3): TradeColumns {
  const random = createSeededRandom(seed);
  const rows: [number, number, number][] = [];
  let noise = 0;
  for (let second = 1; second < minutes * 60; second++) {
    const wave = 5 * Math.sin(second / 400);
    noise += random.nextNormal() * 0.02;
    const count = second % 60 === 0 ? 3 : random.nextInteger(0, 2);
    for (let i = 0; i < count; i++) {
      const time = RUN_START + second * 1_000 + (second % 60 === 0 ? 0 : i * 300);
      const price = Math.round((100 + wave + noise + random.nextNormal() * 0.03) * 100) / 100;
      rows.push([time, price, random.nextInteger(1, 50)]);
    }
  }
  const trades = allocateTrades(rows.length);
  rows.forEach(([time, price, size], i) => {
    trades.time[i] = time;
    trades.price[i] = price;
    trades.size[i] = size;
    trades.sequence[i] = i + 1;
  });
  return trades;
}

/** An engine with a clock of its own, accounts and runs taken up, without a session. */
export async function openRunEngine(options: Partial<EngineOptions> & { clock?: SimulatedClock } = {}) {
  const clock = options.clock ?? new SimulatedClock(RUN_START);
  const engine = await openTestEngine({ ...options, clock });
  engine.live.restore();
  engine.accounts.restore();
  engine.strategyRuns.restore();
  return { engine, clock };
}

/** Risk limits that leave the strategies of these tests alone. */
export function allowEverything(engine: Engine): void {
  const riskLimits = {
    ...engine.settings.current.get().riskLimits,
    positionPctMax: 100,
    grossExposurePctMax: 200,
    orderPctMax: 100,
    priceCollarPct: 50,
    dailyLossPctMax: 99,
  };
  engine.settings.update({ riskLimits });
}

/** Time goes on, a step at a time, until it is so. */
export async function untilSo(
  clock: SimulatedClock,
  isSo: () => boolean,
  stepMs = 1_000,
  turnsMax = 20_000,
): Promise<void> {
  for (let turn = 0; !isSo(); turn++) {
    if (turn > turnsMax) throw new Error(`it never came to be: ${isSo.toString()}`);
    clock.advance(stepMs);
    await turns(3);
    // A thread of its own needs time of the machine now and then, not turns of this loop.
    if (turn % 20 === 19) await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
