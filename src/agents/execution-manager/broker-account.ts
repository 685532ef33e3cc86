import { isStoreFailure, OctopusError } from '#contract/errors';
import type { TradingHours } from '#domain/orders/session-queue';
import { type BookDifference, differenceText } from '#domain/portfolio/compare-books';
import type { Decimal } from '#domain/values/decimal';
import type { ComplianceRole } from '#engine/agent/roles';
import { LiveValue } from '#engine/bus/live-value';
import type { Journal } from '#engine/journal/journal';
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
import { AccountDesk, type CommandLine } from './account-desk.ts';
import { AwaitedAnswers } from './awaited-answers.ts';
import { BrokerBooks } from './broker-books.ts';
import { adoptionOf, twinsOf } from './foreign-order.ts';
import { OrderEmulator } from './order-emulator.ts';
import type { OrderNews } from './order-news.ts';
import { type Reconciliation, reconcileAccount } from './reconciler.ts';
import { ReplacingConnection } from './replacing-connection.ts';
import { VenueNews } from './venue-news.ts';
import { type BrokerQuestions, whileOpen } from './while-open.ts';
import { whyBrokerClosed } from './why-broker-closed.ts';

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
  readonly hours?: TradingHours | undefined;
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
/** How soon the broker is asked again while something is open or it could not answer. */
const ASK_AGAIN_MS = 10_000;
/** How often orders are looked through for those whose date has passed. */
const EXPIRY_LOOK_MS = 1_000;

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
  /** The same, for questions: what is answered once this is closed is not heard. */
  readonly #questions: BrokerQuestions;
  readonly #books: BrokerBooks;
  readonly #news: VenueNews;
  readonly #answers: AwaitedAnswers;
  readonly #stops: (() => void)[] = [];
  #heard: BrokerEvent[] = [];
  #isClosed = false;
  /** A doubt came up while the broker was being asked: the answer may be older. */
  #isAskedFor = false;

  constructor(ports: BrokerAccountPorts) {
    this.#ports = ports;
    const { journal, account, definition, postTrade, clock } = ports;
    const place = { account };
    this.#answers = new AwaitedAnswers(clock);
    this.#connection = this.#open();
    this.#questions = whileOpen(this.#connection, () => !this.#isClosed);
    this.#books = new BrokerBooks({
      journal,
      account,
      brokerName: definition.name,
      questions: this.#questions,
      clock,
    });
    this.desk = new AccountDesk({
      journal,
      place,
      venue: definition.id,
      line: this.#line(),
      isImmediate: false,
      instrumentOf: ports.instrumentOf,
      emulator: new OrderEmulator(definition.name, definition.capabilities),
      whyHeldBack: ports.whyHeldBack,
      hours: ports.hours,
    });
    this.#news = new VenueNews({
      journal,
      place,
      postTrade,
      changed: (clientOrderId, eventTime) => this.desk.changed(clientOrderId, eventTime),
      replaceRefused: (order) => this.desk.replaceRefused(order),
      replaceUnsent: (order) => this.desk.replaceUnsent(order),
      cancelRefused: (order) => this.desk.cancelRefused(order),
      onFill: ports.onFill,
      onQuarantined: ports.onTrouble,
      asks: definition.capabilities,
    });
    this.#stops.push(clock.every(ports.reconcileEveryMs, () => void this.reconcile()));
    this.#stops.push(clock.every(EXPIRY_LOOK_MS, () => this.#commit(() => this.desk.expire(clock.now()))));
  }

  get connection(): BrokerConnection {
    return this.#connection;
  }

  /** Why nothing that opens risk may be sent, or undefined. */
  whyClosed(): string | undefined {
    const { reconciliation, connection } = this.state.get();
    return whyBrokerClosed({
      name: this.#ports.definition.name,
      connection,
      unknown: reconciliation && this.#unknownOrders(reconciliation).size,
    });
  }

  /** The line to the broker; one that knows no replacement is given cancels and new orders in its place. */
  #open(): BrokerConnection {
    const { journal, account, definition, open, whyHeldBack, clock } = this.#ports;
    const { takesReplace, findsByClientId } = definition.capabilities;
    const sink: BrokerSink = {
      event: (event) => this.#hear(event),
      state: (connection) => this.#connectionChanged(connection),
    };
    if (takesReplace) return open(sink);
    const { projection } = journal;
    return new ReplacingConnection({ open, sink, projection, account, findsByClientId, whyHeldBack, clock });
  }

  /** Asks the broker for everything that is open. Never rejects: what went wrong is in the state. */
  async reconcile(): Promise<void> {
    const { journal, account, definition, clock, cashTolerance } = this.#ports;
    const before = this.state.get();
    this.#isAskedFor = before.isReconciling;
    if (before.isReconciling || before.connection.kind !== 'ready' || this.#isClosed) return;
    this.#set({ isReconciling: true });
    try {
      if (this.#books.isNew()) await this.#books.begin();
      const reconciliation = await reconcileAccount({
        journal,
        account,
        connection: this.#questions,
        findsByClientId: definition.capabilities.findsByClientId,
        cashTolerance,
        clock,
        known: before.reconciliation?.differences.map(differenceText),
        take: (news) => this.#take(news, true),
        answers: this.#answers,
        cancelAgain: ({ clientOrderId, statusReason = 'asked for before' }) =>
          this.#commit(() => this.desk.cancel(clientOrderId, statusReason, clock.now())),
      });
      this.#set({ reconciliation, isReconciling: false, problem: null });
      this.#commit(() => this.desk.realign(clock.now()));
      if (reconciliation.unknown.length > 0) this.#askAgain();
      else if (this.#isAskedFor) clock.after(RETRY_MS, () => void this.reconcile());
    } catch (error) {
      if (this.#isClosed) return;
      const problem = error instanceof Error ? error.message : String(error);
      this.#set({ isReconciling: false, problem });
      this.#askAgain();
    }
  }

  /** Soon: an open question closes the account to new risk. */
  #askAgain(): void {
    this.#ports.clock.after(ASK_AGAIN_MS, () => void this.reconcile());
  }

  /** Orders of which nobody can tell whether the broker has them, and those that a person has to look at. */
  #unknownOrders({ unknown }: Reconciliation): Set<string> {
    const { journal, account } = this.#ports;
    const inDoubt = journal.projection
      .openOrders(account)
      .filter(
        ({ status, venueOrderId, clientOrderId }) =>
          status === 'unknown' ||
          (status === 'pending-cancel' &&
            venueOrderId === undefined &&
            !this.#answers.isAnswerDue('submit', clientOrderId)),
      );
    return new Set([...unknown, ...inDoubt].map(({ clientOrderId }) => clientOrderId));
  }

  /** Commands to the connection, each remembered until it is answered. One that throws has an unknown outcome. */
  #line(): CommandLine {
    const ask = (command: 'submit' | 'cancel' | 'replace', clientOrderId: string, send: () => void): void => {
      this.#answers.asked(command, clientOrderId);
      try {
        send();
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        const eventTime = this.#ports.clock.now();
        this.#hear({ kind: 'outcome-unknown', command, clientOrderId, reason, eventTime });
      }
    };
    return {
      submit: (order) => ask('submit', order.clientOrderId, () => this.#connection.submit(order)),
      cancel: (order) => ask('cancel', order.clientOrderId, () => this.#connection.cancel(order)),
      replace: (order, change, terms) =>
        ask('replace', order.clientOrderId, () => this.#connection.replace(order, change, terms)),
    };
  }

  /**
   * A person's word on an order whose outcome is unknown; the account is reconciled afterwards. `venueOrderId` is the number
   * it has at the broker, which one that cannot be asked by ours needs to be asked at all.
   */
  async decide(clientOrderId: string, choice: RecoveryChoice, number = ''): Promise<void> {
    const { journal, clock, account, definition } = this.#ports;
    const order = journal.projection.order(clientOrderId);
    if (order?.account !== account)
      throw new OctopusError('NOT_FOUND', `no order ${clientOrderId} in account ${account}`);
    const [eventTime, reason] = [clock.now(), 'decided by a person'];
    const { venueOrderId = number } = order;
    const owner = number === '' ? order : journal.projection.orderOfVenue(account, number);
    if (owner && owner.clientOrderId !== clientOrderId)
      throw new OctopusError('BAD_REQUEST', `order ${owner.clientOrderId} has number ${number}`, { number });
    if (choice === 'is-working' && venueOrderId === '' && !definition.capabilities.findsByClientId)
      throw new OctopusError(
        'BAD_REQUEST',
        `${definition.name} cannot be asked by our number: say the one that the order has there`,
        { clientOrderId },
      );
    if (choice === 'never-arrived')
      this.#take([{ kind: 'unsent', command: 'submit', clientOrderId, reason, eventTime }]);
    if (choice === 'is-working')
      this.#take([{ kind: 'acknowledged', clientOrderId, venueOrderId, eventTime }]);
    await this.reconcile();
  }

  /**
   * Keeps an order that was placed elsewhere like one of ours. Where the broker keeps no ids of ours, one that is like the
   * only order without a number is that order; where several are, a person has to say which.
   */
  adopt(venueOrderId: string): string {
    const { journal, account, clock, definition } = this.#ports;
    const report = this.#external(venueOrderId);
    // The list that it was chosen from may be older than what is known of its number.
    const owner = journal.projection.orderOfVenue(account, venueOrderId);
    if (owner) return owner.clientOrderId;
    const isNamed = definition.capabilities.findsByClientId;
    const [twin, ...others] = isNamed ? [] : twinsOf(report, journal.projection.openOrders(account));
    if (twin && others.length > 0)
      throw new OctopusError(
        'BAD_REQUEST',
        `order ${venueOrderId} is like ${others.length + 1} of ours that have no number: say of one of them that it works there, with this number`,
        { venueOrderId },
      );
    if (twin) {
      void this.decide(twin.clientOrderId, 'is-working', venueOrderId);
      return twin.clientOrderId;
    }
    const adoption = adoptionOf(report, account, clock.now());
    journal.record(adoption);
    const { reconciliation } = this.state.get();
    if (reconciliation) {
      const external = reconciliation.external.filter((one) => one.venueOrderId !== venueOrderId);
      this.#set({ reconciliation: { ...reconciliation, external } });
    }
    return adoption.payload.clientOrderId;
  }

  /** Cancels at the broker an order that was placed elsewhere. */
  closeExternal(venueOrderId: string): void {
    const clientOrderId = this.adopt(venueOrderId);
    this.desk.cancel(clientOrderId, 'closed by a person', this.#ports.clock.now());
    this.#ports.journal.commit();
  }

  /**
   * What the broker holds takes the place of what the journal held: one position, by symbol, or the cash, by currency.
   */
  async takeOverNamed(kind: BookDifference['kind'], what: string): Promise<void> {
    const difference = this.state
      .get()
      .reconciliation?.differences.find(
        (one) => one.kind === kind && (one.kind === 'cash' ? one.currency : one.symbol) === what,
      );
    if (!difference) throw new OctopusError('NOT_FOUND', `the books do not differ in the ${kind} of ${what}`);
    await this.#books.takeOver(difference);
    await this.reconcile();
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
      if (this.#take(heard)) void this.reconcile();
    });
  }

  /**
   * Books news and makes it durable; true when the broker should be asked. What cannot be made durable is asked of the
   * broker again; what cannot be booked is kept aside, so that it keeps nothing else from being booked.
   */
  #take(news: readonly OrderNews[], isAnswer = false): boolean {
    const { journal, clock, onTrouble } = this.#ports;
    let isInDoubt = false;
    try {
      for (const event of news) if (this.#news.take(event, isAnswer)) isInDoubt = true;
      journal.commit();
      return isInDoubt;
    } catch (error) {
      journal.rollback();
      this.#news.undone();
      const reason = error instanceof Error ? error.message : String(error);
      if (!isStoreFailure(error)) return this.#takeOneByOne(news, isAnswer, reason);
      onTrouble(`news of the broker could not be kept: ${reason}`);
      clock.after(RETRY_MS, () => void this.reconcile());
      return false;
    } finally {
      for (const event of news)
        if (event.kind !== 'revived' && event.kind !== 'restated') this.#answers.heard(event);
    }
  }

  #takeOneByOne(news: readonly OrderNews[], isAnswer: boolean, reason: string): boolean {
    const [first, ...others] = news;
    if (first && others.length === 0) {
      this.#commit(() => this.#news.refuse(first, reason, this.#ports.clock.now()));
      return true;
    }
    return news.map((event) => this.#take([event], isAnswer)).some(Boolean);
  }

  /** Makes durable what the desk does by itself; what fails is undone, and asked for again by whoever called. */
  #commit(work: () => void): void {
    const { journal, onTrouble } = this.#ports;
    try {
      work();
      journal.commit();
    } catch (error) {
      journal.rollback();
      onTrouble(error instanceof Error ? error.message : String(error));
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
