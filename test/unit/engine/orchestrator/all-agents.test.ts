import { describe, expect, it } from 'vitest';
import { AGENTS, type AgentSlug } from '#contract/agents';
import { finished, openSampleEngine, SHORT_REPLAY } from '#test/support/test-engine';

/** The sixteen names of the two agent lists, each with a task it must take; an agent left out fails the count. */
const CALLS: readonly [name: string, agent: AgentSlug, type: string, data: Record<string, unknown>][] = [
  [
    'data_collector',
    'data_collector',
    'ingest',
    { fileName: 'a.csv', symbol: 'NEW', text: 'date,open,high,low,close\n2012-01-03,1,2,1,2\n' },
  ],
  ['data_warehouse', 'data_warehouse', 'retrieve', { symbol: 'AAPL' }],
  ['realtime_processor', 'realtime_processor', 'aggregate', { symbol: 'AAPL', from: '1m', to: '1h' }],
  ['strategy', 'strategy', 'execute_strategy', { symbol: 'AAPL' }],
  ['ml_models', 'ml_models', 'predict', { symbol: 'AAPL' }],
  ['risk_manager', 'risk_manager', 'risk.calculate_var', { symbol: 'AAPL' }],
  ['execution_manager', 'execution_manager', 'oms', {}],
  ['portfolio_optimizer', 'portfolio_optimizer', 'allocate', { symbols: ['AAPL', 'GOOG'] }],
  ['compliance_engine', 'compliance_engine', 'audit', {}],
  ['backtester', 'backtester', 'backtest', { symbol: 'GOOG', strategy: 'sma-crossover' }],
  ['alternative_data', 'alternative_data', 'sentiment_analyzer', { text: 'profits surge' }],
  ['price_predictor', 'ml_models', 'prediction.predict_price', { symbol: 'GOOG' }],
  ['paper_trader', 'execution_manager', 'paper_trader', {}],
  ['portfolio_manager', 'portfolio_optimizer', 'allocate', { symbols: ['AAPL', 'IBM'] }],
  ['sentiment_analyzer', 'alternative_data', 'prediction.analyze_sentiment', { text: 'shares plunge' }],
  ['compliance_agent', 'compliance_engine', 'compliance_reporter', {}],
];

describe('the sixteen names of the agents', () => {
  it('each resolve, run a task and report their status on a real engine', async () => {
    const engine = await openSampleEngine();
    const { orchestrator, stores } = engine;
    const minute = await stores.market.readBars('AAPL', '1d', { limit: 3 });
    await stores.market.putBars('AAPL', '1m', minute);
    await finished(await engine.keeper.start(SHORT_REPLAY));
    expect(CALLS).toHaveLength(16);
    expect(new Set(CALLS.map(([, agent]) => agent)).size).toBe(AGENTS.length);
    for (const [name, slug, type, data] of CALLS) {
      const before = orchestrator.agentStatus(name);
      expect(before, name).toMatchObject({ slug, state: expect.stringMatching(/^(healthy|busy)$/) });
      const task = orchestrator.submit({ agent: name, type, data, lane: 2 });
      const { task: end } = await orchestrator.result(task.id, 20_000);
      expect(end, `${name}.${type}: ${end.error}`).toMatchObject({ agent: slug, state: 'done' });
      expect(end.summary, name).not.toBe('');
      const after = orchestrator.agentStatus(name);
      expect(after.tasksDone, name).toBeGreaterThan(before.tasksDone);
      expect(after.activity, name).not.toBe('');
      expect(after.headline, name).not.toBe('');
    }
    expect(orchestrator.agentStatuses().map(({ slug }) => slug)).toEqual(AGENTS.map(({ slug }) => slug));
  });
});

describe('tasks by the names of the first program', () => {
  it('update, process ticks and aggregate, and change nothing when they are repeated', async () => {
    const { orchestrator, stores } = await openSampleEngine();
    const run = (agent: AgentSlug, type: string, data: Record<string, unknown>) =>
      orchestrator.run({ agent, type, data, lane: 2 });
    const time = Date.UTC(2024, 0, 2, 15);
    const data = [
      { time, open: 1, high: 3, low: 1, close: 2, volume: 5 },
      { time: time + 60_000, open: 2, high: 4, low: 2, close: 3, volume: 5 },
    ];
    const update = { symbol: 'NEW', timeframe: '1m', data };
    const type = 'data_processing.update_market_data';
    expect(await run('data_collector', type, update)).toMatchObject({ rowsRead: 2, rowsStored: 2 });
    expect(await run('data_collector', type, update)).toMatchObject({ rowsStored: 0, rowsDuplicate: 2 });
    const ticks = { symbol: 'TICKED', ticks: [{ time, price: 10, size: 1 }] };
    const process = 'market_data.process_tick_data';
    expect(await run('realtime_processor', process, ticks)).toMatchObject({ barsStored: 4 });
    expect(await run('realtime_processor', process, ticks)).toMatchObject({ barsStored: 0, barsKept: 4 });
    const aggregate = { symbol: 'NEW', from: '1m', to: '1h' };
    await run('realtime_processor', 'market_data.aggregate_candles', aggregate);
    expect(await stores.market.readBars('NEW', '1h')).toMatchObject({ length: 1 });
    expect((await stores.market.readBars('NEW', '1h')).high[0]).toBe(4);
  });
});

describe('the pipeline', () => {
  it('shows five stages, of which the first two are real looks at the data', async () => {
    const engine = await openSampleEngine();
    const session = await engine.keeper.start(SHORT_REPLAY);
    await finished(session);
    const result = session.analyze('AAPL', 'full', 'a');
    expect(result.isDegraded).toBe(false);
    expect(result.stages.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['data', 'analysis', 'strategy', 'execution']),
    );
    expect(result.stages[0]?.agents).toMatchObject([
      { agent: 'data_collector', outcome: 'done', summary: expect.stringContaining('newest 2012-02-28') },
      { agent: 'realtime_processor', outcome: 'done', summary: expect.stringContaining('390 ticks make up') },
    ]);
  });

  it('is degraded, and says why, when ticks do not make up the stored bar', async () => {
    const engine = await openSampleEngine();
    const session = await engine.keeper.start(SHORT_REPLAY);
    await finished(session);
    const dayTime = Date.UTC(2012, 1, 28);
    engine.roles.watch.onTick('AAPL', dayTime, session.eventTime, 1, 5, 1, true);
    const { isDegraded, stages } = session.analyze('AAPL', 'full', 'a');
    expect(isDegraded).toBe(true);
    expect(stages[0]?.agents[1]).toMatchObject({
      outcome: 'degraded',
      summary: expect.stringMatching(/make (low|close|open|high) 1, the stored/),
    });
  });
});
