import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { barsFromTrades } from '#domain/market/bars-from-ticks';
import { allocateTrades, type TradeColumns } from '#domain/market/tick-columns';
import type { Timeframe } from '#domain/market/timeframe';
import { PAPER_VENUE } from '#domain/orders/venue-profiles';
import { findStrategy } from '#domain/strategies/catalog';
import { SimulatedClock } from '#engine/clock/simulated-clock';
import type { ReplaySession } from '#engine/session/replay-session';
import { ReplayTimeline } from '#engine/session/replay-timeline';
import { accountOutcome } from '#engine/simulation/backtest/account-result';
import { AccountRun } from '#engine/simulation/backtest/account-run';
import { signalStrategy } from '#engine/simulation/backtest/signal-strategy';
import { backtestOfRun } from '#engine/strategy-runs/run-backtest-request';
import type { Engine } from '#runtime/engine/create-engine';
import { runStrategyFile } from '#runtime/strategies/strategy-sandbox';
import { KINDS_OF_ORDERS } from '#test/support/kinds-of-orders';
import { allowEverything, openRunEngine, RUN_TERMS, untilSo } from '#test/support/strategy-run-engine';
import { temporaryFolder } from '#test/support/temporary-folder';
import { day, openTestEngine } from '#test/support/test-engine';

const PLAYED = {
  symbols: ['AAPL'],
  startDate: day('2012-01-17'),
  endDate: day('2012-01-20'),
  seed: 7,
} as const;
/** Two days of it: each call of a file goes to another process and back. */
const BRIEF = { ...PLAYED, endDate: day('2012-01-18') };
const PARAMETERS = { fast: 3, slow: 8 };
const CASH = 100_000;
/** With sizes for shares of 400 and more: what risk refuses is in no list. */
const KINDS = KINDS_OF_ORDERS.replace('riskPercent: 0.1', 'riskPercent: 0.01');

/** A replay of the sample series that stands at its beginning, where no agents trade. */
async function standing(engine: Engine, played: typeof BRIEF = PLAYED): Promise<ReplaySession> {
  await engine.collector.importSampleData();
  allowEverything(engine);
  const session = await engine.keeper.start({
    ...played,
    symbols: [...played.symbols],
    cash: String(CASH),
    daysPerSecond: 1,
  });
  session.pause();
  session.configure({ autonomy: 'off' });
  return session;
}

/** The very ticks that the replay plays, as a file of trades would hold them. */
async function ticksOf(engine: Engine, played: typeof BRIEF = PLAYED): Promise<TradeColumns> {
  const instruments = await engine.stores.market.instruments();
  const instrument = instruments.find(({ symbol }) => symbol === 'AAPL')!;
  const daily = await engine.stores.market.readBars('AAPL', '1d');
  const timeline = new ReplayTimeline({ ...played, ticksPerDay: 390, symbols: [{ instrument, daily }] });
  const trades = allocateTrades(timeline.days.length * 390);
  let row = 0;
  for (let index = 0; index < timeline.days.length; index++) {
    const { path } = timeline.partsOf(index)[0]!;
    for (let tick = 0; tick < 390; tick++, row++) {
      trades.time[row] = timeline.day(index).tickTime(0, tick);
      trades.price[row] = path.price[tick]!;
      trades.size[row] = path.size[tick]!;
      trades.sequence[row] = row + 1;
    }
  }
  return trades;
}

function requestOf(trades: TradeColumns, timeframe: Timeframe) {
  const { financing: _, ...costs } = PAPER_VENUE.costs;
  const seen = [{ symbol: 'AAPL', bars: barsFromTrades(trades, timeframe), trades }];
  const beginning = { time: PLAYED.startDate, cash: CASH, currency: 'USD', costs };
  return backtestOfRun({ timeframe, units: 'whole' }, seen, beginning);
}

function backtested(trades: TradeColumns, timeframe: Timeframe) {
  const request = requestOf(trades, timeframe);
  const terms = { direction: 'long', size: 0.9 } as const;
  const strategy = signalStrategy(findStrategy('sma-crossover')!, PARAMETERS, request.instruments, terms);
  const run = new AccountRun({ ...request, strategy, parameters: PARAMETERS });
  while (!run.advance(10_000));
  const { kept, statistics } = accountOutcome(run, CASH, 0);
  return {
    events: kept!.events.length,
    decisionHash: kept!.decisionHash,
    orderListHash: statistics.orderListHash,
  };
}

/** Steps whose pauses for the machine pass on the clock of the test. */
async function stepped(clock: SimulatedClock, session: ReplaySession, days: number): Promise<void> {
  let isDone = false;
  void session.step(days).then(() => {
    isDone = true;
  });
  await untilSo(clock, () => isDone, 1);
}

const start = (
  engine: Engine,
  change: { account?: string; symbols?: string[]; timeframe?: Timeframe } = {},
) =>
  engine.strategyRuns.start({
    strategy: 'sma-crossover',
    parameters: PARAMETERS,
    account: 'replay',
    symbols: ['AAPL'],
    ...RUN_TERMS,
    timeframe: '5m',
    size: 0.9,
    ...change,
  });

describe('a strategy on the account of a replay', () => {
  // Would catch: ticks met twice or out of turn, fills told late, and anything that depends on how the replay is driven.
  it('trades what a backtest and a paper account trade over the same ticks, however the replay is driven', async () => {
    const { engine, clock } = await openRunEngine({ clock: new SimulatedClock(day('2024-03-04')) });
    const session = await standing(engine);
    const trades = await ticksOf(engine);
    const { events, ...expected } = backtested(trades, '5m');
    expect(events).toBeGreaterThan(20);
    const { id } = await start(engine);
    await stepped(clock, session, 2);
    session.configure({ daysPerSecond: 20 });
    session.resume();
    await untilSo(clock, () => session.state().dayIndex >= 3, 7);
    session.pause();
    const { cursor } = session;
    clock.advance(5_000);
    expect(session.cursor).toBe(cursor);
    session.configure({ daysPerSecond: 0 });
    session.resume();
    await untilSo(clock, () => engine.strategyRuns.view(id).state === 'stopped', 100);
    const view = engine.strategyRuns.view(id);
    expect(view).toMatchObject(expected);
    expect(view.orders + view.fills).toBe(events);
    expect(view.reason).toBe('replay-1 has reached its end, 2012-01-20');
    expect((await engine.verifyJournal()).isLedgerEqual).toBe(true);

    await engine.stores.market.putTrades('AAPL', trades);
    engine.live.configure('replay', { speed: 0 });
    engine.accounts.openPaper('robot', String(CASH), 'USD');
    const { id: paper } = await start(engine, { account: 'robot', symbols: ['REPLAY:AAPL'] });
    const end = trades.time[trades.length - 1]!;
    await untilSo(clock, () => (engine.strategyRuns.view(paper).lastEventTime ?? 0) >= end, 100);
    expect(engine.strategyRuns.view(paper)).toMatchObject(expected);
  }, 60_000);

  it('waits for a file in a process of its own, and trades what its backtest trades', async () => {
    const engine = await openTestEngine();
    engine.strategyRuns.restore();
    const session = await standing(engine, BRIEF);
    const folder = join(engine.info.dataFolder, 'strategies');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'kinds.ts'), KINDS);
    const request = requestOf(await ticksOf(engine, BRIEF), '1m');
    const { outcome } = await runStrategyFile(
      { path: 'kinds.ts', source: KINDS },
      { ...request, parameters: {} },
    );
    expect(outcome.kept!.events.length).toBeGreaterThan(40);
    const { id } = await engine.strategyRuns.start({
      strategy: 'kinds',
      parameters: {},
      account: session.account,
      symbols: ['AAPL'],
      ...RUN_TERMS,
      timeframe: '1m',
      size: 1,
    });
    await session.step(1);
    await session.step(9);
    expect(session.state().state).toBe('finished');
    expect(engine.strategyRuns.view(id)).toMatchObject({
      decisionHash: outcome.kept!.decisionHash,
      orderListHash: outcome.statistics.orderListHash,
    });
    expect((await engine.verifyJournal()).isLedgerEqual).toBe(true);
  }, 60_000);

  // Would catch: a replay that stands still for good because it went on while a strategy was told that it is over.
  it('goes on as fast as it can once a strategy that is stopped has had its last word', async () => {
    const { engine, clock } = await openRunEngine({ clock: new SimulatedClock(day('2024-03-04')) });
    const session = await standing(engine, BRIEF);
    const folder = join(engine.info.dataFolder, 'strategies');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'kinds.ts'), KINDS);
    const { id } = await engine.strategyRuns.start({
      strategy: 'kinds',
      parameters: {},
      account: session.account,
      symbols: ['AAPL'],
      ...RUN_TERMS,
      size: 1,
    });
    const stopped = engine.strategyRuns.stop(id, false);
    session.configure({ daysPerSecond: 0 });
    session.resume();
    clock.advance(1);
    expect(session.cursor).toBe(0);
    await stopped;
    await untilSo(clock, () => session.state().state === 'finished', 1, 2_000);
  }, 60_000);

  // Would catch: a run that trades on with an account nobody plays any more, or that is taken up again without its market.
  it('ends with its replay and with the engine, and says why', async () => {
    const dataFolder = temporaryFolder();
    const begun = await openRunEngine({ dataFolder, clock: new SimulatedClock(day('2024-03-04')) });
    const { strategyRuns, keeper } = begun.engine;
    const first = await standing(begun.engine);
    await expect(start(begun.engine, { symbols: ['GOOG'] })).rejects.toThrow(
      'GOOG is not part of replay-1: it plays AAPL',
    );
    const { id } = await start(begun.engine);
    expect(strategyRuns.view(id)).toMatchObject({
      state: 'running',
      configuration: { account: first.account },
    });
    await keeper.start({ ...PLAYED, symbols: [...PLAYED.symbols] });
    keeper.require().pause();
    begun.clock.advance(2_000);
    const replaced = { state: 'stopped', reason: 'replay-2 has taken the place of replay-1' };
    expect(strategyRuns.view(id)).toMatchObject(replaced);
    const { id: twice } = await start(begun.engine);
    await Promise.all([strategyRuns.stop(twice, false), strategyRuns.stop(twice, true)]);
    const ends = begun.engine.journal.store.correlated(twice).map(({ kind }) => kind);
    expect(ends).toEqual(['StrategyRunStarted', 'StrategyRunStopped']);
    const { id: second } = await start(begun.engine);
    await begun.engine.stop();
    const again = await openRunEngine({ dataFolder, clock: new SimulatedClock(begun.clock.now() + 5_000) });
    expect(again.engine.strategyRuns.view(id)).toMatchObject(replaced);
    expect(again.engine.strategyRuns.view(second)).toMatchObject({
      state: 'stopped',
      reason: expect.stringContaining('Octopus was started again'),
    });
    await expect(start(again.engine)).rejects.toThrow('no replay is open');
  });
});
