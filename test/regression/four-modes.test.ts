import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { barsFromTrades } from '#domain/market/bars-from-ticks';
import type { TradeColumns } from '#domain/market/tick-columns';
import { findStrategy } from '#domain/strategies/catalog';
import { SimulatedClock } from '#engine/clock/simulated-clock';
import { accountOutcome } from '#engine/simulation/backtest/account-result';
import { AccountRun } from '#engine/simulation/backtest/account-run';
import { signalStrategy } from '#engine/simulation/backtest/signal-strategy';
import { backtestOfRun } from '#engine/strategy-runs/run-backtest-request';
import type { Engine } from '#runtime/engine/create-engine';
import { runStrategyFile } from '#runtime/strategies/strategy-sandbox';
import { KINDS_OF_ORDERS } from '#test/support/kinds-of-orders';
import {
  allowEverything,
  openRunEngine,
  RUN_START,
  untilSo,
  wavyTrades,
} from '#test/support/strategy-run-engine';

const PARAMETERS = { fast: 3, slow: 8 };
const CONFIGURATION = {
  account: 'robot',
  timeframe: '1m',
  resolution: 'bars',
  autonomy: 'auto',
  warmUpBars: 0,
  units: 'whole',
  direction: 'long',
  size: 0.9,
} as const;
const BEGINNING = { time: RUN_START, cash: 100_000, currency: 'USD' };

const outcomeOf = (trades: TradeColumns) => {
  const definition = findStrategy('sma-crossover')!;
  const seen = [{ symbol: 'WAVE', bars: barsFromTrades(trades, '1m'), trades }];
  const request = backtestOfRun(CONFIGURATION, seen, BEGINNING);
  const terms = { direction: 'long', size: 0.9 } as const;
  const run = new AccountRun({
    ...request,
    strategy: signalStrategy(definition, PARAMETERS, request.instruments, terms),
    parameters: PARAMETERS,
  });
  while (!run.advance(10_000));
  return accountOutcome(run, BEGINNING.cash, 0);
};

async function replayed(
  engine: Engine,
  clock: { advance(ms: number): void },
  trades: TradeColumns,
  strategy: string,
) {
  await engine.stores.market.putTrades('WAVE', trades);
  engine.live.configure('replay', { speed: 0 });
  engine.accounts.openPaper('robot', '100000', 'USD', { venue: 'frictionless' });
  allowEverything(engine);
  const { id } = await engine.strategyRuns.start({
    ...CONFIGURATION,
    strategy,
    parameters: strategy === 'sma-crossover' ? PARAMETERS : {},
    symbols: ['REPLAY:WAVE'],
  });
  const end = trades.time[trades.length - 1]!;
  await untilSo(clock as never, () => (engine.strategyRuns.view(id).lastEventTime ?? 0) >= end, 100);
  return engine.strategyRuns.view(id);
}

describe('one strategy in every mode', () => {
  it('sends and fills the same in a backtest of ticks as in a replay into a paper account', async () => {
    const trades = wavyTrades(240);
    const { statistics, kept } = outcomeOf(trades);
    expect(kept!.events.length).toBeGreaterThan(8);
    const { engine, clock } = await openRunEngine({ clock: new SimulatedClock(RUN_START + 172_800_000) });
    const view = await replayed(engine, clock, trades, 'sma-crossover');
    expect(view.orderListHash).toBe(statistics.orderListHash);
    expect(view.decisionHash).toBe(kept!.decisionHash);
    expect(view.orders + view.fills).toBe(kept!.events.length);
    expect((await engine.verifyJournal()).isLedgerEqual).toBe(true);
  }, 60_000);

  it('does so for a file of limits, stops and brackets in a thread of its own', async () => {
    const trades = wavyTrades(240, 5);
    const request = backtestOfRun(
      CONFIGURATION,
      [{ symbol: 'WAVE', bars: barsFromTrades(trades, '1m'), trades }],
      BEGINNING,
    );
    const { outcome } = await runStrategyFile(
      { path: 'kinds.ts', source: KINDS_OF_ORDERS },
      { ...request, parameters: {} },
    );
    expect(outcome.kept!.events.length).toBeGreaterThan(40);
    const asked = outcome.kept!.events.flatMap((event) => (event.kind === 'order' ? [event.order] : []));
    for (const timeInForce of ['gtc', 'day', 'gtd'])
      expect(asked).toContainEqual(expect.objectContaining({ timeInForce }));
    for (const name of ['trailAmount', 'breakEvenAt', 'expireTime'])
      expect(asked).toContainEqual(expect.objectContaining({ [name]: expect.any(Number) }));
    const { engine, clock } = await openRunEngine({ clock: new SimulatedClock(RUN_START + 172_800_000) });
    const folder = join(engine.info.dataFolder, 'strategies');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'kinds.ts'), KINDS_OF_ORDERS);
    const view = await replayed(engine, clock, trades, 'kinds');
    expect(view.decisionHash).toBe(outcome.kept!.decisionHash);
    expect(view.orderListHash).toBe(outcome.statistics.orderListHash);
  }, 60_000);
});
