import type { DecisionView } from '#contract/services/decisions';
import type { RouteView } from '#contract/services/execution-costs';
import type { WantedExits } from '#contract/services/exits';
import type { ProtectionLock } from '#contract/services/protections';
import type { Autonomy } from '#contract/services/session';
import type { DrillReport, WatchdogAct } from '#contract/services/watchdog';
import type { AlertCause, AlertDefinition, ConditionReading } from '#domain/alerts/alert-definition';
import type { TickKind } from '#domain/market/tick-columns';
import type { Timeframe } from '#domain/market/timeframe';
import type { Arrival } from '#domain/orders/arrival';
import type { OrderChange, OrderIntent } from '#domain/orders/order';
import type { AmountsAsText } from '#domain/orders/order-amounts';
import type { ProtectionSettings } from '#domain/risk/protections/protection-settings';
import type { AlgorithmPayloads } from './algorithm-records.ts';
import type { StrategyRunPayloads } from './strategy-run-records.ts';

/** An order intent as journaled: decimals as text. */
export type IntentPayload = AmountsAsText<OrderIntent>;
/** What a replacement changes, as journaled. */
export type ChangePayload = AmountsAsText<OrderChange>;

export type TradingState = 'active' | 'reducing' | 'halted';
/** `simulated`: of a replay. `paper`: matched by us or by a broker's test account on live prices. `live`: money. */
export type AccountEnvironment = 'simulated' | 'paper' | 'live';
export type OrderCommand = 'submit' | 'cancel' | 'replace';

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
  readonly autonomy: Autonomy;
}

/**
 * Every kind of journal record with its payload. A payload never changes shape but for fields that may be absent, as
 * they are in older records; any other need is a new kind.
 */
export interface JournalPayloads extends StrategyRunPayloads, AlgorithmPayloads {
  SessionStarted: { sessionId: string; account: string; configuration: SessionConfiguration };
  SessionStateChanged: { state: 'running' | 'paused' | 'finished' };
  SessionConfigurationChanged: { configuration: SessionConfiguration };
  /** Without an account, that of the session. */
  TradingStateChanged: { tradingState: TradingState; reason: string; account?: string };
  AccountOpened: {
    account: string;
    broker: string;
    environment: AccountEnvironment;
    currency: string;
    startingCash: string;
  };
  /** A person allowed an account to trade money, or took it back. */
  LiveTradingSwitched: { account: string; isAllowed: boolean };
  ProtectionsChanged: { account: string; protections: ProtectionSettings };
  /** A protection holds an account, or one symbol of it, until its time is over or a person lifts it. */
  ProtectionTriggered: { account: string; lock: ProtectionLock };
  ProtectionLifted: { account: string; lock: string; reason: string };
  /** A strategy asks for an order that waits for a person, with the exits that are sent with it. */
  IntentProposed: {
    proposalId: string;
    account: string;
    intent: IntentPayload;
    expiryTime: number;
    wanted?: WantedExits;
  };
  /** `replaced`: a newer decision has taken its place. */
  ProposalDecided: {
    proposalId: string;
    account: string;
    outcome: 'confirmed' | 'declined' | 'expired' | 'replaced';
    reason: string;
  };
  /** What the watchdog did while the engine was silent, taken from its own file. */
  WatchdogActed: { act: WatchdogAct };
  DrillRun: { report: DrillReport };
  DecisionMade: { decision: DecisionView; decisionHash: string };
  /** `arrival`: what the price was then, in the same record, so that no cost is ever measured from a kinder one. */
  OrderIntended: { clientOrderId: string; intent: IntentPayload; arrival?: Arrival };
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
  /** Where an order that named no account went, out of which and at what cost; to no account when none could take it. */
  OrderRouted: { clientOrderId: string; route: RouteView };
  OrderRefused: { clientOrderId: string; reason: string };
  /** `waitsUntil`: the exchange was closed, and opens then. */
  OrderSent: { clientOrderId: string; venue: string; waitsUntil?: number };
  /** Kept by the engine until its parent fills or its trigger is reached. */
  OrderHeld: { clientOrderId: string; reason: string; isEmulated?: boolean };
  /** On its way to the venue now, with what the trigger made of it. */
  OrderReleased: {
    clientOrderId: string;
    reason: string;
    change?: ChangePayload;
    type?: OrderIntent['type'];
  };
  /** A command certainly never arrived: an order is rejected by it, anything else leaves it as it was. */
  OrderUnsent: { clientOrderId: string; command: OrderCommand; reason: string };
  OrderOutcomeUnknown: { clientOrderId: string; command: OrderCommand; reason: string };
  OrderAcknowledged: { clientOrderId: string; venueOrderId?: string };
  OrderFilled: {
    clientOrderId: string;
    fillId: string;
    /** Of a combination the leg that traded. */
    symbol?: string;
    quantity: string;
    price: string;
    fee: string;
    liquidity?: 'maker' | 'taker';
    /** The venue tells the fee later; until then it counts as zero. */
    isFeeDue?: boolean;
    /** The order's number at the venue, where this is the first to tell it. */
    venueOrderId?: string;
  };
  /** The fee of a fill that was booked without one, in all. */
  FeeBooked: { clientOrderId: string; fillId: string; fee: string };
  /** The venue works an order that was taken for ended. */
  OrderRevived: { clientOrderId: string; venueOrderId: string; reason: string };
  CancelRequested: { clientOrderId: string; reason: string };
  CancelRejected: { clientOrderId: string; reason: string };
  ReplaceRequested: { clientOrderId: string; change: ChangePayload };
  OrderReplaced: { clientOrderId: string; change: ChangePayload; venueOrderId?: string };
  /** The price at which a stop moves to break-even was seen: from now on it belongs there or beyond. */
  BreakEvenReached: { clientOrderId: string; price: string };
  ReplaceRejected: { clientOrderId: string; reason: string };
  /** An order that was placed elsewhere and is kept here from now on. What it had filled before is not booked. */
  OrderAdopted: {
    clientOrderId: string;
    intent: IntentPayload;
    venueOrderId: string;
    filledQuantity: string;
    averagePrice: string;
  };
  /** What a broker said that fits no order of ours: kept as it came, booked nowhere. */
  VenueEventQuarantined: { account: string; clientOrderId?: string; reason: string; event: string };
  /** What a reconciliation found, one sentence a difference; none when the books agree. */
  AccountReconciled: { account: string; differences: string[] };
  /** The last day of an option that is held, `quantity` negative when short: what it paid a unit, or became in shares. */
  OptionSettled: {
    account: string;
    symbol: string;
    quantity: string;
    outcome: 'exercised' | 'assigned' | 'expired';
    underlyingPrice: string;
    price: string;
    shares?: { symbol: string; side: 'buy' | 'sell'; quantity: string; price: string };
  };
  /** What the broker holds took the place of what the journal held. `isStart`: the account began with it. */
  PositionAdjusted: {
    account: string;
    symbol: string;
    quantity: string;
    averagePrice: string;
    reason: string;
    isStart?: boolean;
  };
  /** `isStart`: what a newly connected account began with, in the currency that it is kept in from then on. */
  CashAdjusted: { account: string; amount: string; reason: string; isStart?: boolean; currency?: string };
  /** Interest (negative when paid to the account) and fees for borrowed shares, of the dates from (inclusive) until (exclusive). */
  FinancingCharged: {
    account: string;
    fromDate: number;
    untilDate: number;
    interest: string;
    borrowFee: string;
    borrowed: { symbol: string; fee: string }[];
  };
  /** The equity fell below what is to be maintained of the exposure: the venue closes all that is held. */
  MarginCalled: { account: string; equity: number; exposure: number; required: number };
  OrderRejected: { clientOrderId: string; reason: string };
  OrderCancelled: { clientOrderId: string; reason: string };
  OrderExpired: { clientOrderId: string; reason: string };
  PostTradeChecked: { clientOrderId: string; fillId: string; verdictId: string; findings: string[] };
  /** Without an account, that of the session. */
  DayClosed: { equity: number; cash: string; account?: string };
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
