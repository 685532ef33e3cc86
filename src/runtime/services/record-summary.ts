import { instrumentLabel } from '#domain/instruments/option-contract';
import { VENUE_ORIGIN } from '#domain/orders/order';
import { orderedWords, orderLine } from '#domain/orders/order-line';
import { toldNumber, toldText } from '#domain/values/told-number';
import type { ChangePayload, JournalPayloads, RecordKind } from '#engine/journal/record-kinds';
import type { JournalRecord } from '#engine/ports/journal-store';

type Summaries = { readonly [Kind in RecordKind]: (payload: JournalPayloads[Kind]) => string };

const judged = (payload: { verdictId: string; verdict: string; reasons: string[] }): string =>
  `${payload.verdict} (${payload.verdictId})${payload.reasons.length > 0 ? `: ${payload.reasons.join('; ')}` : ''}`;

const CHANGED: Readonly<Record<keyof ChangePayload, string>> = {
  quantity: 'quantity',
  limitPrice: 'limit',
  stopPrice: 'stop',
  trailAmount: 'trailing by',
  breakEvenAt: 'break-even from',
  breakEvenTo: 'break-even to',
  parentPrice: 'after an entry at',
};

const changed = (change: ChangePayload): string =>
  (Object.keys(CHANGED) as (keyof ChangePayload)[])
    .flatMap((name) => (change[name] === undefined ? [] : [`${CHANGED[name]} ${toldText(change[name])}`]))
    .join(', ');

const SUMMARIES: Summaries = {
  SessionStarted: ({ sessionId, account }) => `${sessionId} on account ${account}`,
  SessionStateChanged: ({ state }) => state,
  SessionConfigurationChanged: ({ configuration }) =>
    `${configuration.daysPerSecond} days a second, ${configuration.autonomy}`,
  TradingStateChanged: ({ tradingState, reason }) => `${tradingState}: ${reason}`,
  ProtectionsChanged: ({ account, protections }) => `${account}: ${protectionsText(protections)}`,
  ProtectionTriggered: ({ lock }) =>
    `${lock.protection}${lock.symbol === null ? '' : ` of ${lock.symbol}`}, ${lock.effect} until ${minute(lock.untilTime)}: ${lock.reason}`,
  ProtectionLifted: ({ reason }) => reason,
  IntentProposed: ({ intent }) => `${orderLine(intent)}: ${intent.reason}`,
  ProposalDecided: ({ outcome, reason }) => `${outcome}: ${reason}`,
  WatchdogActed: ({ act }) =>
    `${act.account}: ${act.cancelled} cancelled, ${act.flattened.length} closed${act.notDone.map((one) => `; ${one}`).join('')}`,
  DrillRun: ({ report }) =>
    `${report.account}: ${report.isPassed ? 'passed' : 'failed'}, ${report.cancelled} cancelled${report.notDone.map((one) => `; ${one}`).join('')}`,
  DecisionMade: ({ decision }) => `${decision.symbol}: ${decision.summary}`,
  AlgorithmStarted: ({ terms }) =>
    `${terms.kind}: ${terms.side} ${toldText(terms.quantity)} ${terms.symbol}${terms.limitPrice ? `, limit ${toldText(terms.limitPrice, 2)}` : ''}`,
  AlgorithmChildSent: ({ number, clientOrderId }) =>
    number === 0 ? `the rest, as order ${clientOrderId}` : `part ${number}, as order ${clientOrderId}`,
  AlgorithmStateChanged: ({ state, reason }) => (reason === '' ? state : `${state}: ${reason}`),
  OrderIntended: ({ intent }) => `${orderLine(intent)}: ${intent.reason}`,
  ComplianceChecked: judged,
  RiskChecked: (payload) => `${judged(payload)}, ${payload.limitsChecked} limits`,
  OrderRouted: ({ route }) => routeText(route),
  OrderRefused: ({ reason }) => reason,
  OrderSent: ({ venue, waitsUntil }) =>
    waitsUntil === undefined
      ? `to ${venue}`
      : `to ${venue}, where it waits for the opening at ${minute(waitsUntil)}`,
  OrderHeld: ({ reason }) => reason,
  OrderReleased: ({ reason }) => reason,
  OrderUnsent: ({ command, reason }) => `${command} never arrived: ${reason}`,
  OrderOutcomeUnknown: ({ command, reason }) => `whether the ${command} arrived is unknown: ${reason}`,
  OrderAcknowledged: ({ venueOrderId }) =>
    venueOrderId ? `the venue has it as ${venueOrderId}` : 'the venue has it',
  CancelRequested: ({ reason }) => reason,
  CancelRejected: ({ reason }) => reason,
  ReplaceRequested: ({ change }) => changed(change),
  OrderReplaced: ({ change }) => changed(change),
  BreakEvenReached: ({ price }) => `at ${toldText(price, 2)}: its stop moves to break-even`,
  ReplaceRejected: ({ reason }) => reason,
  OrderAdopted: ({ intent, venueOrderId }) =>
    `${orderedWords(intent)}, ${intent.origin === VENUE_ORIGIN ? `by the venue: ${intent.reason}` : `placed elsewhere as ${venueOrderId}`}`,
  VenueEventQuarantined: ({ reason, event }) => `${reason}: ${event}`,
  AccountReconciled: ({ differences }) =>
    differences.length === 0 ? 'the books agree with the broker' : differences.join('; '),
  PositionAdjusted: ({ symbol, quantity, averagePrice, reason }) =>
    `${symbol} is ${toldText(quantity)} at ${toldText(averagePrice, 2)}: ${reason}`,
  OptionSettled: ({ symbol, quantity, outcome, underlyingPrice, price, shares }) =>
    `${toldText(quantity)} ${instrumentLabel(symbol)} ${outcome} with the underlying at ${toldText(underlyingPrice, 2)}${
      shares
        ? `: ${shares.side} ${toldText(shares.quantity)} ${shares.symbol} at ${toldText(shares.price, 2)}`
        : `, worth ${toldText(price, 2)} a unit`
    }`,
  CashAdjusted: ({ amount, reason }) => `${toldText(amount, 2)}: ${reason}`,
  AccountOpened: ({ broker, environment, currency, startingCash }) =>
    `${environment} at ${broker}, ${toldText(startingCash, 2)} ${currency}`,
  LiveTradingSwitched: ({ isAllowed }) =>
    isAllowed ? 'trading with money allowed' : 'trading with money switched off',
  FinancingCharged: ({ account, interest, borrowFee, fromDate, untilDate }) =>
    `${account}: interest ${toldText(interest, 2)}, borrow fees ${toldText(borrowFee, 2)}, ${day(fromDate)} until ${day(untilDate)}`,
  MarginCalled: ({ account, equity, exposure, required }) =>
    `${account}: equity ${toldNumber(equity, 2)} is below ${toldNumber(required, 2)}, which an exposure of ${toldNumber(exposure, 2)} requires`,
  OrderRejected: ({ reason }) => reason,
  OrderFilled: ({ symbol, quantity, price, fee, isFeeDue }) =>
    `${toldText(quantity)}${symbol === undefined ? '' : ` ${symbol}`} at ${toldText(price, 2)}, ${isFeeDue ? 'its fee is not told yet' : `fee ${toldText(fee, 2)}`}`,
  FeeBooked: ({ fillId, fee }) => `${toldText(fee, 2)} for fill ${fillId}`,
  OrderRevived: ({ reason }) => reason,
  OrderCancelled: ({ reason }) => reason,
  OrderExpired: ({ reason }) => reason,
  PostTradeChecked: ({ verdictId, findings }) =>
    `${findings.length === 0 ? 'clean' : findings.join('; ')} (${verdictId})`,
  StrategyRunStarted: ({ name, configuration }) =>
    `${name} on ${configuration.symbols.join(', ')}, ${configuration.timeframe}, ${configuration.autonomy}`,
  StrategyRunResumed: () => 'goes on after a restart',
  StrategyRunStopped: ({ reason, isFailure }) => (isFailure ? `failed: ${reason}` : reason),
  StrategyDecided: ({ symbol, asked, notes }) => `${symbol}: ${[...asked, ...notes].join('; ')}`,
  DayClosed: ({ equity, cash }) => `equity ${toldNumber(equity, 2)}, cash ${toldText(cash, 2)}`,
  AlertTriggered: ({ symbol, measure, operator, threshold, value, message }) =>
    message ?? `${symbol} ${measure} ${operator} ${threshold}, now ${value}`,
  SettingsChanged: ({ keys }) => keys.join(', '),
  DataImported: (payload) =>
    `${payload.symbol} ${payload.timeframe} from ${payload.source}: ${payload.rowsStored} stored, ${payload.rowsDuplicate} known, ${payload.rowsQuarantined} quarantined of ${payload.rowsRead}`,
  DataRemoved: ({ symbol, series, rows, firstTime, lastTime }) =>
    `${symbol} ${series}: ${rows} rows removed, ${day(firstTime)} to ${day(lastTime)}`,
  QuarantineDecided: ({ decision, symbol, source, line, reason }) =>
    `${decision}: ${symbol} from ${source} line ${line} (${reason})`,
  TaskDeadLettered: ({ agent, type, attempts, error }) =>
    `${agent}.${type} given up after ${attempts} attempts: ${error}`,
};

/** Where to and why, then what each account would have cost or why it could not. */
function routeText({ account, reason, candidates }: JournalPayloads['OrderRouted']['route']): string {
  const each = candidates.map((one) =>
    one.refusals.length > 0
      ? `${one.account} cannot: ${one.refusals.join(', ')}`
      : `${one.account} ${one.cost === null ? 'at an unknown cost' : toldNumber(one.cost, 2)}`,
  );
  return `to ${account ?? 'no account'}: ${reason} (${each.join('; ')})`;
}

/** Names of those that are on. */
function protectionsText(protections: JournalPayloads['ProtectionsChanged']['protections']): string {
  const on = Object.entries(protections).flatMap(([name, { isOn }]) => (isOn ? [name] : []));
  return on.length === 0 ? 'no protection' : on.join(', ');
}

function minute(time: number): string {
  return `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

function day(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** One line about a journal record, for lists. */
export function summarizeRecord(record: Pick<JournalRecord, 'kind' | 'payload'>): string {
  const summary = SUMMARIES[record.kind as RecordKind] as ((payload: unknown) => string) | undefined;
  return summary ? summary(JSON.parse(record.payload)) : record.kind;
}
