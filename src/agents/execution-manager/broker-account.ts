import { OctopusError } from '#contract/errors';
import { type BookDifference, differenceText } from '#domain/portfolio/compare-books';
import { DECIMAL_ZERO, type Decimal, formatDecimal } from '#domain/values/decimal';
import type { ComplianceRole } from '#engine/agent/roles';
import { LiveValue } from '#engine/bus/live-value';
import { clientOrderId as idOfIntent } from '#engine/journal/hashing';
import { intentPayload } from '#engine/journal/intent-payload';
import type { Journal } from '#engine/journal/journal';
import type { JournalEntry } from '#engine/journal/record-kinds';
import type {
  BrokerConnection,
  BrokerDefinition,
  BrokerEvent,
  BrokerOrder,
  BrokerOrderReport,
  BrokerSink,
  BrokerState,
} from '#engine/ports/broker';
import type { Clock } from '#engine/ports/clock';
import { AccountDesk } from './account-desk.ts';
import { OrderEmulator } from './order-emulator.ts';
import { type Reconciliation, reconcileAccount } from './reconciler.ts';
import { VenueNews } from './venue-news.ts';

export interface BrokerAccountPorts {
  readonly journal: Journal;
  readonly account: string;
  readonly definition: Pick<BrokerDefinition, 'id' | 'name' | 'capabilities'>;
  readonly open: (sink: BrokerSink) => BrokerConnection;
  readonly clock: Clock;
  readonly postTrade: ComplianceRole['postTrade'];
  readonly instrumentOf: (symbol: string) => BrokerOrder['instrument'];
  /** Why nothing that opens risk may be sent now: trading halted, say. */
  readonly whyHeldBack: () => string | undefined;
  readonly cashTolerance: Decimal;
  /** Time between two comparisons of the books, ms. */
  readonly reconcileEveryMs: number;
  readonly onFill: () => void;
  /** Something a person has to look at. */
  readonly onTrouble: (sentence: string) => void;
}

export interface BrokerAccountState {
  readonly connection: BrokerState;
  /** Null before the first answer since the start. */
  readonly reconciliation: Reconciliation | null;
  readonly isReconciling: boolean;
  /** Why the last attempt to reconcile failed; null when it did not. */
  readonly problem: string | null;
}

const RETRY_MS = 1_000;

/** What a person decides about an order whose outcome is unknown. */
export type RecoveryChoice = 'never-arrived' | 'is-working' | 'ask-again';

/**
 * One account at a broker: its line, its desk, and the question whether both sides know the same. Nothing that opens
 * risk is sent before the books were compared since the start, nor while an outcome is unknown.
 */
export class BrokerAccount {
  readonly state = new LiveValue<BrokerAccountState>({
    connection: { kind: 'connecting', attempt: 1 },
    reconciliation: null,
    isReconciling: false,
    problem: null,
  });
  readonly desk: AccountDesk;
  readonly #ports: BrokerAccountPorts;
  readonly #connection: BrokerConnection;
  readonly #news: VenueNews;
  readonly #stops: (() => void)[] = [];
  #heard: BrokerEvent[] = [];
  #isClosed = false;

  constructor(ports: BrokerAccountPorts) {
    this.#ports = ports;
    const { journal, account, definition, postTrade, clock } = ports;
    const place = { account };
    this.#connection = ports.open({
      event: (event) => this.#hear(event),
      state: (connection) => this.#connectionChanged(connection),
    });
    this.desk = new AccountDesk({
      journal,
      place,
      venue: definition.id,
      line: this.#connection,
      isImmediate: false,
      instrumentOf: ports.instrumentOf,
      emulator: new OrderEmulator(definition.name, definition.capabilities),
      whyHeldBack: ports.whyHeldBack,
    });
    this.#news = new VenueNews({
      journal,
      place,
      postTrade,
      changed: (clientOrderId, eventTime) => this.desk.changed(clientOrderId, eventTime),
      replaceRefused: (order) => this.desk.replaceRefused(order),
      onFill: ports.onFill,
      onQuarantined: ports.onTrouble,
    });
    this.#stops.push(clock.every(ports.reconcileEveryMs, () => void this.reconcile()));
  }

  get connection(): BrokerConnection {
    return this.#connection;
  }

  /** Why nothing that opens risk may be sent, or undefined. */
  whyClosed(): string | undefined {
    const { reconciliation, connection } = this.state.get();
    const { name } = this.#ports.definition;
    if (connection.kind !== 'ready') return `${name} is not connected`;
    if (!reconciliation) return `the books have not been compared with ${name} since the start`;
    const count = reconciliation.unknown.length;
    if (count > 0)
      return `the outcome of ${count === 1 ? 'an order' : `${count} orders`} at ${name} is unknown; decide about it in the recovery sheet`;
    return undefined;
  }

  /** Asks the broker for everything that is open. Never rejects: what went wrong is in the state. */
  async reconcile(): Promise<void> {
    const { journal, account, definition, clock, cashTolerance } = this.#ports;
    const before = this.state.get();
    if (before.isReconciling || before.connection.kind !== 'ready' || this.#isClosed) return;
    this.#set({ isReconciling: true });
    try {
      const reconciliation = await reconcileAccount({
        journal,
        account,
        connection: this.#connection,
        findsByClientId: definition.capabilities.findsByClientId,
        cashTolerance,
        clock,
        known: before.reconciliation?.differences.map(differenceText),
        take: (events) => this.#take(events),
      });
      this.#set({ reconciliation, isReconciling: false, problem: null });
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      this.#set({ isReconciling: false, problem });
    }
  }

  /** A person's word on an order whose outcome is unknown; the caller's account is reconciled again afterwards. */
  async decide(clientOrderId: string, choice: RecoveryChoice): Promise<void> {
    const { journal, clock, account } = this.#ports;
    const order = journal.projection.order(clientOrderId);
    if (order?.account !== account)
      throw new OctopusError('NOT_FOUND', `no order ${clientOrderId} in account ${account}`);
    const eventTime = clock.now();
    const reason = 'decided by a person';
    const { venueOrderId = '' } = order;
    if (choice === 'never-arrived')
      this.#take([{ kind: 'unsent', command: 'submit', clientOrderId, reason, eventTime }]);
    if (choice === 'is-working')
      this.#take([{ kind: 'acknowledged', clientOrderId, venueOrderId, eventTime }]);
    await this.reconcile();
  }

  /** Keeps an order that was placed elsewhere like one of ours. */
  adopt(venueOrderId: string): string {
    const { journal, account, clock } = this.#ports;
    const report = this.#external(venueOrderId);
    const intent = intentOf(report, account);
    const clientOrderId = idOfIntent(intent);
    journal.record({
      kind: 'OrderAdopted',
      payload: {
        clientOrderId,
        intent: intentPayload(intent),
        venueOrderId,
        filledQuantity: formatDecimal(report.filledQuantity),
        averagePrice: formatDecimal(report.averagePrice),
      },
      eventTime: clock.now(),
      source: 'person',
      correlationId: clientOrderId,
    } satisfies JournalEntry);
    const { reconciliation } = this.state.get();
    if (reconciliation) {
      const external = reconciliation.external.filter((one) => one.venueOrderId !== venueOrderId);
      this.#set({ reconciliation: { ...reconciliation, external } });
    }
    return clientOrderId;
  }

  /** Cancels at the broker an order that was placed elsewhere. */
  closeExternal(venueOrderId: string): void {
    const clientOrderId = this.adopt(venueOrderId);
    this.desk.cancel(clientOrderId, 'closed by a person', this.#ports.clock.now());
    this.#ports.journal.commit();
  }

  /** What the broker holds takes the place of what the journal held; at an account's start it is what it began with. */
  async takeOver(difference: BookDifference, isStart = false): Promise<void> {
    const { journal, account, clock } = this.#ports;
    const eventTime = clock.now();
    const reason = `as ${this.#ports.definition.name} has it`;
    if (difference.kind === 'cash') {
      const amount = formatDecimal(difference.theirs - difference.ours);
      journal.record({
        kind: 'CashAdjusted',
        payload: { account, amount, reason },
        eventTime,
        source: 'person',
      });
    } else {
      const { symbol, theirs } = difference;
      const held = (await this.#connection.positions()).find((one) => one.symbol === symbol);
      const payload = {
        account,
        symbol,
        quantity: formatDecimal(held?.quantity ?? theirs),
        averagePrice: formatDecimal(held?.averagePrice ?? DECIMAL_ZERO),
        reason,
      };
      journal.record({ kind: 'PositionAdjusted', payload, eventTime, source: 'person' });
    }
    await this.reconcile();
  }

  /** The same for the difference in one position, by symbol, or in the cash, by currency. */
  async takeOverNamed(kind: BookDifference['kind'], what: string): Promise<void> {
    const difference = this.state
      .get()
      .reconciliation?.differences.find(
        (one) => one.kind === kind && (one.kind === 'cash' ? one.currency : one.symbol) === what,
      );
    if (!difference) throw new OctopusError('NOT_FOUND', `the books do not differ in the ${kind} of ${what}`);
    await this.takeOver(difference);
  }

  close(): void {
    this.#isClosed = true;
    for (const stop of this.#stops) stop();
    this.desk.close();
    this.#connection.close();
  }

  #external(venueOrderId: string): BrokerOrderReport {
    const report = this.state.get().reconciliation?.external.find((one) => one.venueOrderId === venueOrderId);
    if (!report)
      throw new OctopusError(
        'NOT_FOUND',
        `${this.#ports.definition.name} has no foreign order ${venueOrderId}`,
      );
    return report;
  }

  /** All that comes in one breath is made durable together. */
  #hear(event: BrokerEvent): void {
    if (this.#isClosed) return;
    this.#heard.push(event);
    if (this.#heard.length > 1) return;
    this.#ports.clock.after(0, () => {
      const heard = this.#heard;
      this.#heard = [];
      if (this.#isClosed) return;
      this.#take(heard);
      if (heard.some(({ kind }) => kind === 'outcome-unknown' || kind === 'external')) void this.reconcile();
    });
  }

  /** What cannot be made durable is asked of the broker again. */
  #take(events: readonly BrokerEvent[]): void {
    const { journal, clock, onTrouble } = this.#ports;
    try {
      for (const event of events) this.#news.take(event);
      journal.commit();
    } catch (error) {
      journal.rollback();
      onTrouble(
        `news of the broker could not be kept: ${error instanceof Error ? error.message : String(error)}`,
      );
      clock.after(RETRY_MS, () => void this.reconcile());
    }
  }

  #connectionChanged(connection: BrokerState): void {
    if (this.#isClosed) return;
    const was = this.state.get().connection.kind;
    this.#set({ connection });
    if (connection.kind === 'ready' && was !== 'ready') void this.reconcile();
  }

  #set(change: Partial<BrokerAccountState>): void {
    this.state.set({ ...this.state.get(), ...change });
  }
}

function intentOf(report: BrokerOrderReport, account: string): Parameters<typeof idOfIntent>[0] {
  const { symbol, side, type, quantity, limitPrice, stopPrice, timeInForce, venueOrderId } = report;
  return {
    origin: 'external',
    account,
    symbol,
    side,
    type,
    quantity,
    timeInForce,
    ...(limitPrice === undefined ? {} : { limitPrice }),
    ...(stopPrice === undefined ? {} : { stopPrice }),
    reason: 'placed elsewhere, adopted by a person',
    nonce: venueOrderId,
  };
}
