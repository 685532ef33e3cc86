import type { DecisionView } from '#contract/services/decisions';
import type { Autonomy } from '#contract/services/session';
import type { Settings } from '#contract/services/settings';
import type { Instrument } from '#domain/instruments/instrument';
import type { BarColumns } from '#domain/market/bar';
import type { OrderIntent } from '#domain/orders/order';
import type { RiskPortfolio } from '#domain/risk/portfolio-exposure';
import { DECIMAL_ZERO, type Decimal, formatDecimal } from '#domain/values/decimal';
import { toldDecimal } from '#domain/values/told-number';
import type {
  Contribution,
  Regime,
  RiskApproved,
  RiskVerdict,
  Roles,
  Verdict,
  Voice,
} from '../agent/roles.ts';
import { clientOrderId } from '../journal/hashing.ts';
import type { AgentLedger } from '../orchestrator/agent-ledger.ts';
import { StageRecorder, type StageView } from './stage-recorder.ts';

export interface DecisionInput {
  readonly decisionId: string;
  readonly number: number;
  readonly sessionId: string;
  readonly account: string;
  readonly instrument: Instrument;
  /** Closed daily bars up to the moment of deciding, and nothing after it. */
  readonly bars: BarColumns;
  readonly saw: DecisionView['saw'];
  readonly eventTime: number;
  readonly portfolio: RiskPortfolio;
  readonly held: Decimal;
  /** Units of the instrument that working orders, a person's among them, may still buy and sell. */
  readonly working: { readonly buy: Decimal; readonly sell: Decimal };
  /** Stop of the position held, if any. */
  readonly stopPrice: number | null;
  readonly settings: Settings;
  readonly autonomy: Autonomy;
}

/** An order the decision asks for, with what compliance and risk said of it. */
export interface JudgedIntent {
  readonly intent: OrderIntent;
  readonly clientOrderId: string;
  readonly compliance: Verdict;
  readonly risk: RiskVerdict | null;
  /** Present only when both approved. */
  readonly approved: RiskApproved | null;
}

export interface PipelineOutcome {
  readonly decision: DecisionView;
  readonly judged: JudgedIntent | null;
  readonly stages: StageView[];
  readonly isDegraded: boolean;
}

/**
 * The five stages from data to execution for one symbol at one moment: data (collector, real-time), analysis (models,
 * alternative data), strategy, risk (compliance, then risk), execution. A function of its input: the same rows,
 * portfolio and settings give the same decision. Only timings differ.
 */
export function runDecisionPipeline(
  roles: Roles,
  input: DecisionInput,
  ledger: AgentLedger,
  monotonic: () => number,
): PipelineOutcome {
  const recorder = new StageRecorder(ledger, monotonic);
  const last = input.bars.close[input.bars.length - 1] ?? Number.NaN;
  const { symbol } = input.instrument;
  recorder.check('data', 'data_collector', () => roles.data.checkBars(input.bars, input.eventTime), '');
  recorder.check(
    'data',
    'realtime_processor',
    () => roles.watch.checkDay(symbol, input.bars),
    'no tick of this symbol was seen',
  );

  const spoken = recorder.attempt(
    'analysis',
    'ml_models',
    () => roles.models.forecast(input.bars),
    (found) => found?.reason ?? 'too little history',
  );
  const mood = recorder.attempt(
    'analysis',
    'alternative_data',
    () => roles.sentiment.sentiment(symbol, input.eventTime),
    (found) => found?.reason ?? 'no headlines',
  );

  const view = recorder.run(
    'strategy',
    'strategy',
    () => evaluate(roles, input, spoken, mood, last),
    ({ because }) => because,
  );
  const { action, because, fusedScore, contributions, regime } = view;

  const sizing =
    action === 'hold'
      ? null
      : recorder.run(
          'risk',
          'risk_manager',
          () => sizeOrder(roles, input, view, last),
          (found) => found.reason,
        );
  const judged =
    sizing && action !== 'hold' ? judge(roles, input, action, sizing, because, last, recorder) : null;
  const isSent = Boolean(judged?.approved) && input.autonomy === 'auto';
  recorder.note(
    'execution',
    'execution_manager',
    judged
      ? isSent
        ? `${judged.intent.side} ${toldDecimal(judged.intent.quantity)} at the next open`
        : judged.approved
          ? 'suggested, not sent'
          : 'refused, not sent'
      : 'nothing to do',
  );
  recorder.note('execution', 'compliance_engine', isSent ? 'checks each fill' : 'nothing to check');

  const decision: DecisionView = {
    id: input.decisionId,
    number: input.number,
    sessionId: input.sessionId,
    symbol: input.instrument.symbol,
    eventTime: input.eventTime,
    action: judged ? action : 'hold',
    fusedScore,
    contributions,
    regime,
    forecast: spoken?.forecast ?? null,
    sizing: sizing
      ? {
          method: sizing.method,
          targetQuantity: formatDecimal(sizing.target),
          currentQuantity: formatDecimal(input.held),
          stopPrice: sizing.stopPrice,
          reason: sizing.reason,
        }
      : null,
    compliance: judged?.compliance ?? null,
    risk: judged?.risk ?? null,
    clientOrderId: isSent ? (judged?.clientOrderId ?? null) : null,
    saw: input.saw,
    summary: summarize(action, judged, sizing && whyNothing(input, sizing), because, input.autonomy),
  };
  return { decision, judged, stages: recorder.stages(), isDegraded: recorder.isDegraded };
}

type SpokenForecast = ReturnType<Roles['models']['forecast']>;

interface StrategyView {
  readonly action: DecisionView['action'];
  readonly because: string;
  readonly fusedScore: number;
  readonly contributions: Contribution[];
  readonly regime: Regime;
  readonly averageTrueRange: number | null;
}

function evaluate(
  roles: Roles,
  input: DecisionInput,
  spoken: SpokenForecast,
  mood: ReturnType<Roles['sentiment']['sentiment']>,
  last: number,
): StrategyView {
  const { voices, regime, averageTrueRange } = roles.strategy.evaluate(input.instrument.symbol, input.bars);
  const all = [...voices, ...forecastVoice(spoken), ...moodVoice(mood)];
  const { fusedScore, contributions } = roles.strategy.fuse(all, regime);
  const isStoppedOut = input.held > 0n && input.stopPrice !== null && last <= input.stopPrice;
  const wanted = roles.strategy.decide({ fusedScore, isLong: input.held > 0n, isStoppedOut });
  const isWatchOnly = !input.instrument.isTradable && wanted.action !== 'hold';
  return {
    action: isWatchOnly ? 'hold' : wanted.action,
    because: isWatchOnly
      ? `${input.instrument.symbol} is watched, not traded`
      : isStoppedOut
        ? `closed at ${last}, below the stop at ${input.stopPrice}`
        : wanted.because,
    fusedScore,
    contributions,
    regime,
    averageTrueRange,
  };
}

function forecastVoice(spoken: SpokenForecast): Voice[] {
  if (!spoken) return [];
  const { forecast, score, reason } = spoken;
  return [
    {
      source: 'ml_models',
      label: `Forecast, ${forecast.horizonBars} days`,
      kind: 'model',
      score: clampScore(score),
      reason,
    },
  ];
}

function moodVoice(mood: ReturnType<Roles['sentiment']['sentiment']>): Voice[] {
  return mood
    ? [
        {
          source: 'alternative_data',
          label: `News, ${mood.headlines} headlines`,
          kind: 'sentiment',
          score: clampScore(mood.score),
          reason: mood.reason,
        },
      ]
    : [];
}

interface Sizing {
  readonly method: string;
  readonly reason: string;
  readonly stopPrice: number | null;
  /** Units held afterwards. */
  readonly target: Decimal;
}

function sizeOrder(roles: Roles, input: DecisionInput, view: StrategyView, last: number): Sizing {
  if (view.action === 'sell')
    return { method: 'close', reason: 'closes the position', stopPrice: null, target: DECIMAL_ZERO };
  const sized = roles.risk.size({
    symbol: input.instrument.symbol,
    price: last,
    averageTrueRange: view.averageTrueRange,
    conviction: view.fusedScore,
    portfolio: input.portfolio,
    limits: input.settings.riskLimits,
  });
  return { method: sized.method, reason: sized.reason, stopPrice: sized.stopPrice, target: sized.quantity };
}

function judge(
  roles: Roles,
  input: DecisionInput,
  action: 'buy' | 'sell',
  sizing: Sizing,
  because: string,
  last: number,
  recorder: StageRecorder,
): JudgedIntent | null {
  const { held, working } = input;
  const quantity = action === 'buy' ? sizing.target - held - working.buy : held - working.sell;
  if (quantity <= 0n) return null;
  const intent: OrderIntent = {
    origin: 'fusion',
    account: input.account,
    symbol: input.instrument.symbol,
    side: action,
    type: 'market',
    quantity,
    timeInForce: 'day',
    reason: because,
    decisionId: input.decisionId,
    nonce: input.decisionId,
  };
  const id = clientOrderId(intent);
  const compliance = recorder.run(
    'risk',
    'compliance_engine',
    () => roles.compliance.preTrade(intent, id, input.settings),
    (verdict) => verdict.verdict,
  );
  if (compliance.verdict === 'refused')
    return { intent, clientOrderId: id, compliance, risk: null, approved: null };
  const { verdict, approved } = recorder.run(
    'risk',
    'risk_manager',
    () =>
      roles.risk.check({
        intent,
        clientOrderId: id,
        portfolio: input.portfolio,
        instrument: input.instrument,
        lastPrice: last,
        limits: input.settings.riskLimits,
      }),
    (found) => `${found.verdict.verdict}, ${found.verdict.limitsChecked} limits`,
  );
  return { intent, clientOrderId: id, compliance, risk: verdict, approved };
}

/** Why a size led to no order. */
function whyNothing({ working }: DecisionInput, { reason }: Sizing): string {
  return working.buy > 0n || working.sell > 0n ? 'working orders lead there already' : reason;
}

function summarize(
  action: DecisionView['action'],
  judged: JudgedIntent | null,
  sizing: string | null,
  because: string,
  autonomy: DecisionInput['autonomy'],
): string {
  if (action === 'hold') return `Hold: ${because}`;
  if (!judged) return `Hold: ${sizing ?? because}`;
  const what = `${action === 'buy' ? 'Buy' : 'Sell'} ${toldDecimal(judged.intent.quantity)}`;
  const refusal =
    judged.compliance.verdict === 'refused' ? judged.compliance.reasons[0] : judged.risk?.reasons[0];
  if (!judged.approved) return `${what} refused: ${refusal ?? 'no reason given'}`;
  return autonomy === 'auto' ? `${what}: ${because}` : `${what} suggested: ${because}`;
}

function clampScore(score: number): number {
  return Math.max(-1, Math.min(1, score));
}
