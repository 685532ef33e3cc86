import { OctopusError } from '#contract/errors';
import type { PipelineResult } from '#contract/services/agents';
import type { Settings } from '#contract/services/settings';
import type { BarColumns } from '#domain/market/bar';
import {
  DECIMAL_ZERO,
  type Decimal,
  decimalFromNumber,
  decimalToNumber,
  multiplyDecimal,
} from '#domain/values/decimal';
import type { AccountPlace, Roles } from '../agent/roles.ts';
import type { Journal } from '../journal/journal.ts';
import type { SessionConfiguration } from '../journal/record-kinds.ts';
import type { AgentLedger } from '../orchestrator/agent-ledger.ts';
import type { Clock } from '../ports/clock.ts';
import type { SessionRow } from '../ports/journal-store.ts';
import type { OrderRoom } from '../trading/order-room.ts';
import type { PortfolioBook } from '../trading/portfolio-book.ts';
import { type Proposals, proposalLife } from '../trading/proposals.ts';
import { sessionStamp } from '../trading/session-stamp.ts';
import { nextDecisionHash } from './decision-hash.ts';
import { type PipelineOutcome, runDecisionPipeline } from './decision-pipeline.ts';
import type { ReplayMarket } from './replay-market.ts';
import type { ReplayTimeline } from './replay-timeline.ts';

const VALUE_AT_RISK_CLOSES = 501;

export interface SessionDecisionsOptions {
  readonly sessionId: string;
  readonly place: AccountPlace;
  readonly timeline: ReplayTimeline;
  readonly market: ReplayMarket;
  readonly journal: Journal;
  readonly roles: Roles;
  readonly ledger: AgentLedger;
  readonly clock: Clock;
  readonly settings: () => Settings;
  readonly book: PortfolioBook;
  readonly proposals: Proposals;
  /** Of the session, once it has one. */
  readonly orders: () => OrderRoom;
  readonly eventTime: () => number;
}

/** What the agents make of a session's market as it stands: decisions, and what it could lose in a day. */
export class SessionDecisions {
  readonly #options: SessionDecisionsOptions;

  constructor(options: SessionDecisionsOptions) {
    this.#options = options;
  }

  /** A symbol has closed: the decision about it is journaled, and its order sent, proposed or kept. */
  atClose(
    symbolIndex: number,
    bars: BarColumns,
    { id: sessionId, decisionCount, decisionHash: before }: SessionRow,
    { autonomy, isActive }: Pick<SessionConfiguration, 'autonomy'> & { readonly isActive: boolean },
  ): void {
    const { journal, place, proposals } = this.#options;
    const number = decisionCount + 1;
    const id = `${sessionId}-${number}`;
    const { decision, judged } = this.decide(symbolIndex, bars, {
      id,
      number,
      autonomy: isActive ? autonomy : 'suggest',
    });
    const decisionHash = nextDecisionHash(before, decision);
    const eventTime = this.#options.eventTime();
    journal.add({
      kind: 'DecisionMade',
      payload: { decision, decisionHash },
      eventTime,
      source: 'strategy',
      correlationId: decision.clientOrderId ?? decision.id,
      ...sessionStamp(place),
    });
    const orders = this.#options.orders();
    if (judged && autonomy === 'auto' && isActive) orders.add(judged, orders.whyHeld(judged.intent));
    if (autonomy === 'confirm')
      proposals.replace(
        { origin: 'fusion', symbol: decision.symbol },
        isActive && judged?.approved ? judged.intent : null,
        place,
        { eventTime, expiryTime: eventTime + proposalLife(place) },
      );
  }

  /** The pipeline for one symbol after the newest of its closed bars; nothing is journaled. */
  decide(
    symbolIndex: number,
    bars: BarColumns,
    decision: {
      readonly id: string;
      readonly number: number;
      readonly autonomy: SessionConfiguration['autonomy'];
    },
  ): PipelineOutcome {
    const { sessionId, place, timeline, market, book, roles, ledger, clock, settings } = this.#options;
    const { instrument } = timeline.symbols[symbolIndex]!;
    const orders = this.#options.orders();
    const position = book.position(instrument.symbol);
    return runDecisionPipeline(
      roles,
      {
        decisionId: decision.id,
        number: decision.number,
        sessionId,
        account: place.account,
        instrument,
        bars,
        saw: [
          {
            series: `${instrument.symbol}/1d`,
            firstTime: bars.time[0] ?? 0,
            lastTime: bars.time[bars.length - 1] ?? 0,
            rows: bars.length,
            contentHash: market.contentHash(symbolIndex, bars),
          },
        ],
        eventTime: this.#options.eventTime(),
        portfolio: book.snapshot(orders.reserved()),
        held: position?.quantity ?? DECIMAL_ZERO,
        working: {
          buy: orders.workingQuantity(instrument.symbol, 'buy'),
          sell: orders.workingQuantity(instrument.symbol, 'sell'),
        },
        stopPrice: this.#stopOf(position?.decisionId ?? null, position?.quantity ?? DECIMAL_ZERO),
        settings: settings(),
        autonomy: decision.autonomy,
      },
      ledger,
      () => clock.monotonic(),
    );
  }

  /** The same as of now, suggesting only, with how long it took. */
  analyze(symbol: string, { id, analysisType }: Pick<PipelineResult, 'id' | 'analysisType'>): PipelineResult {
    const { clock, market, timeline, eventTime } = this.#options;
    const symbols = timeline.symbols.map(({ instrument }) => instrument.symbol);
    const symbolIndex = symbols.indexOf(symbol);
    if (symbolIndex < 0)
      throw new OctopusError(
        'UNKNOWN_SYMBOL',
        `${symbol} is not part of this session (${symbols.join(', ')})`,
      );
    const started = clock.monotonic();
    const bars = market.closedBars(symbolIndex);
    const outcome = this.decide(symbolIndex, bars, { id, number: 0, autonomy: 'suggest' });
    const { decision } = outcome;
    return {
      id,
      symbol,
      analysisType,
      eventTime: eventTime(),
      durationMs: clock.monotonic() - started,
      isDegraded: outcome.isDegraded,
      stages: outcome.stages,
      action: decision.action,
      fusedScore: decision.fusedScore,
      summary: decision.summary,
      decisionId: decision.id,
    };
  }

  /** One-day value at risk of what is held, or of what would be held with `quantity` of `symbol`. */
  valueAtRisk(symbol?: string, quantity?: Decimal): number | null {
    const { book, timeline, market, roles } = this.#options;
    const equity = decimalToNumber(book.equity());
    if (equity <= 0) return null;
    const holdings = timeline.symbols.flatMap(({ instrument }, index) => {
      const held = instrument.symbol === symbol ? quantity : book.position(instrument.symbol)?.quantity;
      const last = book.lastPrice(instrument.symbol);
      if (!held || last === null) return [];
      const weight = decimalToNumber(multiplyDecimal(held, decimalFromNumber(last))) / equity;
      const bars = market.closedBars(index);
      return [{ weight, closes: bars.close.subarray(Math.max(0, bars.length - VALUE_AT_RISK_CLOSES)) }];
    });
    return roles.risk.valueAtRisk(holdings);
  }

  /** The stop that the decision behind a position asked for. */
  #stopOf(decisionId: string | null, quantity: Decimal): number | null {
    if (decisionId === null || quantity === DECIMAL_ZERO) return null;
    const row = this.#options.journal.projection.decision(decisionId);
    return row ? ((JSON.parse(row.body) as PipelineOutcome['decision']).sizing?.stopPrice ?? null) : null;
  }
}
