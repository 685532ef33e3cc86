import type { DecisionView } from '#contract/services/decisions';
import type { AlertCause, AlertDefinition, ConditionReading } from '#domain/alerts/alert-definition';
import type { TickKind } from '#domain/market/tick-columns';
import type { Timeframe } from '#domain/market/timeframe';
import type { OrderType, Side, TimeInForce } from '#domain/orders/order';

/** An order intent as journaled: decimals as text. */
export interface IntentPayload {
  readonly origin: string;
  readonly account: string;
  readonly symbol: string;
  readonly side: Side;
  readonly type: OrderType;
  readonly quantity: string;
  readonly limitPrice?: string;
  readonly stopPrice?: string;
  readonly timeInForce: TimeInForce;
  readonly reason: string;
  readonly decisionId?: string;
  readonly nonce: string;
}

export interface SessionConfiguration {
  readonly mode: 'replay';
  readonly symbols: readonly string[];
  /** First and last trading day, inclusive. */
  readonly startDate: number;
  readonly endDate: number;
  readonly seed: number;
  readonly ticksPerDay: number;
  readonly cash: string;
  readonly currency: string;
  readonly daysPerSecond: number;
  readonly autonomy: 'off' | 'suggest' | 'auto';
}

/**
 * Every kind of journal record with its payload. A payload never changes shape but for fields that may be absent, as
 * they are in older records; any other need is a new kind.
 */
export interface JournalPayloads {
  SessionStarted: { sessionId: string; account: string; configuration: SessionConfiguration };
  SessionStateChanged: { state: 'running' | 'paused' | 'finished' };
  SessionConfigurationChanged: { configuration: SessionConfiguration };
  TradingStateChanged: { tradingState: 'active' | 'halted'; reason: string };
  DecisionMade: { decision: DecisionView; decisionHash: string };
  OrderIntended: { clientOrderId: string; intent: IntentPayload };
  ComplianceChecked: {
    clientOrderId: string;
    verdictId: string;
    verdict: 'approved' | 'refused';
    reasons: string[];
  };
  RiskChecked: {
    clientOrderId: string;
    verdictId: string;
    verdict: 'approved' | 'refused';
    reasons: string[];
    limitsChecked: number;
  };
  OrderRefused: { clientOrderId: string; reason: string };
  OrderSent: { clientOrderId: string; venue: string };
  OrderAcknowledged: { clientOrderId: string };
  OrderFilled: { clientOrderId: string; fillId: string; quantity: string; price: string; fee: string };
  OrderRejected: { clientOrderId: string; reason: string };
  OrderCancelled: { clientOrderId: string; reason: string };
  OrderExpired: { clientOrderId: string; reason: string };
  PostTradeChecked: { clientOrderId: string; fillId: string; verdictId: string; findings: string[] };
  DayClosed: { equity: number; cash: string };
  AlertTriggered: {
    alertId: string;
    symbol: string;
    measure: string;
    operator: string;
    threshold: number;
    value: number;
    name?: string;
    rule?: string;
    cause?: AlertCause;
    conditions?: readonly ConditionReading[];
    message?: string;
    severity?: AlertDefinition['severity'];
    sessionId?: string | null;
  };
  SettingsChanged: { keys: string[] };
  DataImported: {
    symbol: string;
    /** `tick` for trades and quotes. */
    timeframe: Timeframe | 'tick';
    source: string;
    rowsRead: number;
    rowsStored: number;
    rowsDuplicate: number;
    rowsQuarantined: number;
  };
  /** A person had a whole series removed from the store. */
  DataRemoved: {
    symbol: string;
    series: Timeframe | TickKind;
    rows: number;
    bytes: number;
    firstTime: number;
    lastTime: number;
  };
  QuarantineDecided: {
    decision: 'fixed' | 'released' | 'discarded';
    id: string;
    symbol: string;
    source: string;
    line: number;
    reason: string;
    raw: string;
    /** The row as it was stored; null when it was not. */
    storedRaw: string | null;
  };
  TaskDeadLettered: { taskId: string; agent: string; type: string; attempts: number; error: string };
}

export type RecordKind = keyof JournalPayloads;

/** A record before it is chained. Session records carry the session and how many of its events were handled. */
export type JournalEntry = {
  [Kind in RecordKind]: {
    readonly kind: Kind;
    readonly payload: JournalPayloads[Kind];
    readonly eventTime: number;
    readonly source: string;
    readonly causationId?: string;
    readonly correlationId?: string;
    readonly session?: { readonly id: string; readonly cursor: number };
  };
}[RecordKind];
