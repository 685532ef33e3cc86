import { OctopusError, unknownName } from '#contract/errors';
import type { PipelineResult } from '#contract/services/agents';
import { DECIMAL_ZERO, parseDecimal } from '#domain/values/decimal';
import { runDecisionPipeline } from '#engine/session/decision-pipeline';
import { SeriesHash } from '#engine/session/series-hash';
import type { Engine } from '../engine/create-engine.ts';
import { DEMO_SESSION } from '../sessions/session-keeper.ts';

const RESULT_KEPT_MS = 30 * 24 * 3_600_000;

/**
 * The five stages for one symbol, suggesting only. A symbol of the session is looked at as of the session's moment
 * and for its account; any other as of its newest stored daily bar, for a flat account. The result is kept 30 days.
 */
export async function analyzeSymbol(
  engine: Engine,
  symbol: string,
  analysisType: PipelineResult['analysisType'],
): Promise<PipelineResult> {
  const { keeper, clock, stores } = engine;
  const id = `analysis-${engine.createId()}`;
  const session = keeper.current;
  const result = session?.state().symbols.includes(symbol)
    ? session.analyze(symbol, analysisType, id)
    : await analyzeStored(engine, symbol, analysisType, id);
  if (!stores.isReadOnly) stores.documents.put('pipeline-results', id, result, clock.now() + RESULT_KEPT_MS);
  return result;
}

async function analyzeStored(
  engine: Engine,
  symbol: string,
  analysisType: PipelineResult['analysisType'],
  id: string,
): Promise<PipelineResult> {
  const { clock, stores, roles, orchestrator, settings } = engine;
  const instruments = await stores.market.instruments();
  const instrument = instruments.find((one) => one.symbol === symbol);
  if (!instrument)
    throw new OctopusError(
      'UNKNOWN_SYMBOL',
      unknownName(
        'symbol',
        symbol,
        instruments.map((one) => one.symbol),
      ),
    );
  const bars = await stores.market.readBars(symbol, '1d');
  const eventTime = bars.time[bars.length - 1];
  if (eventTime === undefined)
    throw new OctopusError(
      'NOT_FOUND',
      `no daily bars of ${symbol} are stored; import some with: octopus import FILE --symbol ${symbol} --timeframe 1d`,
    );
  const cash = parseDecimal(DEMO_SESSION.cash);
  const started = clock.monotonic();
  roles.strategy.reset(symbol);
  const { decision, stages, isDegraded } = runDecisionPipeline(
    roles,
    {
      decisionId: id,
      number: 0,
      sessionId: 'analysis',
      account: 'analysis',
      instrument,
      bars,
      saw: [
        {
          series: `${symbol}/1d`,
          firstTime: bars.time[0] ?? eventTime,
          lastTime: eventTime,
          rows: bars.length,
          contentHash: new SeriesHash().upTo(bars),
        },
      ],
      eventTime,
      portfolio: { cash, equity: cash, dayStartEquity: cash, holdings: [] },
      held: DECIMAL_ZERO,
      working: { buy: DECIMAL_ZERO, sell: DECIMAL_ZERO },
      stopPrice: null,
      settings: settings.current.get(),
      autonomy: 'suggest',
    },
    orchestrator.ledger,
    () => clock.monotonic(),
  );
  const durationMs = clock.monotonic() - started;
  return {
    id,
    symbol,
    analysisType,
    eventTime,
    durationMs,
    isDegraded,
    stages,
    action: decision.action,
    fusedScore: decision.fusedScore,
    summary: decision.summary,
    decisionId: id,
  };
}
