import { refOf } from '#agents/execution-manager/account-desk';
import { BrokerAccount } from '#agents/execution-manager/broker-account';
import { openPaperDesk } from '#agents/execution-manager/paper-desk';
import { OctopusError, unknownName } from '#contract/errors';
import type { AccountView } from '#contract/services/accounts';
import type { ExchangeCalendar } from '#domain/instruments/calendar/exchange-calendar';
import { TRADE_TICK } from '#domain/market/tick-batch';
import { isAtVenue } from '#domain/orders/order-state';
import type { TradingCosts } from '#domain/orders/trading-costs';
import { PAPER_VENUE, VENUE_PROFILES, venueProfile } from '#domain/orders/venue-profiles';
import { DECIMAL_ONE } from '#domain/values/decimal';
import type { Roles } from '#engine/agent/roles';
import { LiveCollection } from '#engine/bus/live-collection';
import type { QuoteBoard } from '#engine/cache/quote-board';
import type { Journal } from '#engine/journal/journal';
import type { Clock } from '#engine/ports/clock';
import type { AccountRow } from '#engine/ports/journal-store';
import type { DocumentStore } from '#engine/ports/market-store';
import type { SecretStore } from '#engine/ports/secret-store';
import type { TickConsumer } from '#engine/stream/tick-fan-out';
import { CommitGroup } from '#engine/trading/commit-group';
import { LiveAccount, type LiveAccountOptions } from '#engine/trading/live-account';
import type { Proposals } from '#engine/trading/proposals';
import type { TradingAccount } from '#engine/trading/trading-account';
import type { BrokerDesk } from '../brokers/broker-desk.ts';
import type { SessionKeeper } from '../sessions/session-keeper.ts';
import type { GuardedAccount } from '../watchdog/watchdog-messages.ts';
import { accountView } from './account-view.ts';
import { calendarsOf, endDueDay } from './end-of-day.ts';
import type { KnownInstruments } from './known-instruments.ts';

export interface AccountKeeperPorts {
  readonly journal: Journal;
  readonly documents: DocumentStore;
  readonly secrets: SecretStore;
  readonly brokers: BrokerDesk;
  readonly roles: Roles;
  readonly board: QuoteBoard;
  readonly instruments: KnownInstruments;
  readonly settings: LiveAccountOptions['settings'];
  readonly clock: Clock;
  readonly keeper: Pick<SessionKeeper, 'current' | 'require'>;
  readonly addConsumer: (consumer: TickConsumer) => () => void;
  /** A sentence for the person at the screen. */
  readonly tell: (severity: 'warning' | 'error', title: string, text: string) => void;
  readonly onChange: () => void;
}

/** What is kept of a connection beside the journal; secrets are in the keychain. */
interface AccountDocument {
  readonly isConnected: boolean;
  readonly fields: Readonly<Record<string, string>>;
  readonly addresses: Readonly<Record<string, string>>;
  /** Orders placed elsewhere that a person does not want to hear of. */
  readonly ignored: readonly string[];
}

/** An account that is open now; `broker` is absent on the simulated venue. */
export interface OpenAccount {
  readonly trading: LiveAccount;
  readonly broker?: BrokerAccount;
  /** When it was opened in this run of the engine. */
  readonly openedTime: number;
}

const COLLECTION = 'accounts';
const PAPER = 'paper';
const RECONCILE_EVERY_MS = 60_000;
/** Fees and interest that a broker books later than the fill: this much cash may differ. */
const CASH_TOLERANCE = DECIMAL_ONE / 100n;
const FRESH: AccountDocument = { isConnected: true, fields: {}, addresses: {}, ignored: [] };

/** Every account that orders can be sent from: the open replay's, those on live prices, those at brokers. */
export class AccountKeeper {
  readonly views = new LiveCollection<AccountView>((view) => view.account);
  readonly #ports: AccountKeeperPorts;
  readonly #commits: CommitGroup;
  readonly #open = new Map<string, OpenAccount>();
  readonly #stops: (() => void)[] = [];
  /** Where strategies trade: who takes an account's ticks in its place. */
  readonly #courses = new Map<string, Pick<LiveAccount, 'onTick'>>();

  constructor(ports: AccountKeeperPorts) {
    this.#ports = ports;
    this.#commits = new CommitGroup(ports.journal, ports.clock);
  }

  /** Opens every account that was open when the engine stopped. */
  restore(): void {
    for (const row of this.#ports.journal.store.accounts())
      if (row.environment !== 'simulated' && this.#document(row.account).isConnected) this.#start(row);
    this.#stops.push(this.#ports.addConsumer({ name: 'accounts', take: (batch) => this.#takeTicks(batch) }));
    this.refresh();
  }

  /** The account of that name, or that of the open session when none is named. */
  require(account: string | undefined): TradingAccount {
    const { keeper } = this.#ports;
    if (account === undefined || account === keeper.current?.account) return keeper.require();
    return this.requireOpen(account).trading;
  }

  requireOpen(account: string): OpenAccount {
    const open = this.#open.get(account);
    if (open) return open;
    const known = [...this.#open.keys()];
    throw new OctopusError('NOT_FOUND', unknownName('account', account, known), { known });
  }

  findOpen(account: string): LiveAccount | undefined {
    return this.#open.get(account)?.trading;
  }

  /** Has every tick of an account handed to somebody who hands it on; to the account itself again without one. */
  setCourse(account: string, course: Pick<LiveAccount, 'onTick'> | undefined): void {
    if (course) this.#courses.set(account, course);
    else this.#courses.delete(account);
  }

  /** What the simulated venue charges an account; undefined for one at a broker. */
  costsOf(account: string): TradingCosts | undefined {
    if (this.#ports.journal.store.account(account)?.broker !== PAPER) return undefined;
    const { venue } = this.#document(account).fields;
    return ((venue === undefined ? undefined : venueProfile(venue)) ?? PAPER_VENUE).costs;
  }

  requireBroker(account: string): BrokerAccount {
    const { broker } = this.requireOpen(account);
    if (!broker)
      throw new OctopusError('BAD_REQUEST', `${account} is on the simulated venue, not at a broker`);
    return broker;
  }

  /** Which account an order belongs to. */
  accountOf(clientOrderId: string): TradingAccount {
    const order = this.#ports.journal.projection.order(clientOrderId);
    if (!order) throw new OctopusError('NOT_FOUND', `no order ${clientOrderId} is in the journal`);
    return this.require(order.account);
  }

  /** All open accounts, that of the session first. */
  all(): TradingAccount[] {
    const { current } = this.#ports.keeper;
    return [...(current ? [current] : []), ...[...this.#open.values()].map(({ trading }) => trading)];
  }

  /** `venue` is a venue profile; the plain paper venue unless told. */
  /** Ends proposals of accounts on live prices that nobody decided about in time. */
  expireProposals(proposals: Pick<Proposals, 'list' | 'expire'>): void {
    for (const { trading } of this.#open.values()) {
      const { place, eventTime } = trading;
      const isLate = proposals
        .list(trading.account)
        .some(({ status, expiryTime }) => status === 'open' && expiryTime <= eventTime);
      if (isLate) trading.transact(() => proposals.expire(place, eventTime));
    }
  }

  /** Accounts at brokers that are connected, as another process needs them to act in the engine's place. */
  guarded(): GuardedAccount[] {
    const { journal, instruments } = this.#ports;
    return [...this.#open.values()].flatMap(({ trading, broker }) => {
      if (!broker) return [];
      const { account, broker: id, environment } = trading.book.accountRow();
      const { fields, addresses } = this.#document(account);
      return {
        account,
        broker: id,
        environment: environment === 'live' ? 'live' : 'paper',
        fields,
        addresses,
        orders: journal.projection
          .openOrders(account)
          .filter(({ status }) => isAtVenue(status))
          .map(refOf),
        held: trading.book.held().map(({ symbol }) => instruments.instrumentOf(symbol)),
      };
    });
  }

  openPaper(account: string, cash: string, currency: string, venue?: string): AccountView {
    if (venue !== undefined && !venueProfile(venue))
      throw new OctopusError(
        'BAD_REQUEST',
        unknownName(
          'venue',
          venue,
          VENUE_PROFILES.map(({ id }) => id),
        ),
      );
    const fields = venue === undefined ? {} : { venue };
    return this.#begin(account, PAPER, 'paper', cash, currency, { ...FRESH, fields });
  }

  /** Connects an account at a broker; its secrets go to the keychain first, so that none is ever kept elsewhere. */
  async connect(request: {
    account: string;
    broker: string;
    environment: 'paper' | 'live';
    fields: Readonly<Record<string, string>>;
    addresses?: Readonly<Record<string, string>>;
  }): Promise<AccountView> {
    const { brokers, secrets, journal } = this.#ports;
    const definition = brokers.definitionOf(request.broker);
    if (!definition.environments.includes(request.environment))
      throw new OctopusError('BAD_REQUEST', `${definition.name} has no ${request.environment} accounts`);
    if (this.#open.has(request.account))
      throw new OctopusError(
        'BAD_REQUEST',
        `there is an account ${request.account} already; choose another name`,
      );
    for (const { name, isSecret } of definition.fields) {
      const value = request.fields[name];
      if (isSecret && value)
        await secrets.set({ owner: definition.id, account: request.account, field: name }, value);
    }
    const fields = Object.fromEntries(
      definition.fields.flatMap(({ name, isSecret }) => {
        const value = request.fields[name];
        return isSecret || value === undefined ? [] : [[name, value]];
      }),
    );
    const document = { ...FRESH, fields, addresses: request.addresses ?? {} };
    const known = journal.store.account(request.account);
    if (!known) return this.#begin(request.account, definition.id, request.environment, '0', 'USD', document);
    if (known.broker !== definition.id || known.environment !== request.environment)
      throw new OctopusError(
        'BAD_REQUEST',
        `account ${request.account} was a ${known.environment} account at ${known.broker}; choose another name`,
      );
    this.#put(request.account, document);
    this.#start(known);
    return this.view(request.account);
  }

  async disconnect(account: string): Promise<AccountView> {
    const { brokers, secrets } = this.#ports;
    const { broker, trading } = this.requireOpen(account);
    const view = this.view(account);
    broker?.close();
    trading.close();
    this.#open.delete(account);
    this.#put(account, { ...this.#document(account), isConnected: false });
    const definition = broker ? brokers.definitionOf(view.broker) : undefined;
    for (const { name, isSecret } of definition?.fields ?? [])
      if (isSecret) await secrets.delete({ owner: view.broker, account, field: name });
    this.refresh();
    return { ...view, connection: { kind: 'closed', reason: 'disconnected by a person' } };
  }

  /** Orders placed elsewhere that a person has decided to leave alone are not shown again. */
  ignoreExternal(account: string, venueOrderId: string): void {
    const document = this.#document(account);
    this.#put(account, { ...document, ignored: [...document.ignored, venueOrderId] });
    this.refresh();
  }

  allowLive(account: string, phrase: string): AccountView {
    const { trading } = this.requireOpen(account);
    const row = trading.book.accountRow();
    const wanted = `trade ${account} with real money`;
    if (row.environment !== 'live') throw new OctopusError('BAD_REQUEST', `${account} trades no money`);
    if (phrase !== '' && phrase !== wanted)
      throw new OctopusError('BAD_REQUEST', `type "${wanted}" to allow it, exactly`);
    const { journal, clock } = this.#ports;
    trading.transact(() =>
      journal.add({
        kind: 'LiveTradingSwitched',
        payload: { account, isAllowed: phrase === wanted },
        eventTime: clock.now(),
        source: 'person',
      }),
    );
    return this.view(account);
  }

  view(account: string): AccountView {
    const view = this.#views().find((one) => one.account === account);
    if (!view) throw new OctopusError('NOT_FOUND', unknownName('account', account, [...this.#open.keys()]));
    return view;
  }

  /** Brings what screens list up to date. */
  refresh(): void {
    this.views.replace(this.#views());
  }

  /** The exchanges at whose close a trading day of some account may end. */
  calendars(): ExchangeCalendar[] {
    const open = [...this.#open.values()].flatMap(({ trading }) => calendarsOf(trading, this.#ports));
    return [...new Set(open)];
  }

  /** Ends the trading day of every account whose exchanges have closed; answers their names. */
  endDueDays(): string[] {
    const now = this.#ports.clock.now();
    return [...this.#open].flatMap(([account, { trading, openedTime: since }]) =>
      endDueDay(trading, this.#ports, { now, since }) ? [account] : [],
    );
  }

  close(): void {
    for (const stop of this.#stops.splice(0)) stop();
    for (const { broker, trading } of this.#open.values()) {
      broker?.close();
      trading.close();
    }
    this.#open.clear();
  }

  #views(): AccountView[] {
    const { keeper, brokers } = this.#ports;
    const views: AccountView[] = keeper.current ? [accountView(keeper.current, 'Replay')] : [];
    for (const { trading, broker } of this.#open.values()) {
      const { broker: id } = trading.book.accountRow();
      const name = id === PAPER ? 'Paper' : brokers.definitionOf(id).name;
      views.push(accountView(trading, name, broker, this.#document(trading.account).ignored));
    }
    return views;
  }

  #begin(
    account: string,
    broker: string,
    environment: 'paper' | 'live',
    startingCash: string,
    currency: string,
    document: AccountDocument,
  ): AccountView {
    const { journal, clock } = this.#ports;
    if (journal.store.account(account))
      throw new OctopusError('BAD_REQUEST', `there is an account ${account} already; choose another name`);
    this.#put(account, document);
    journal.record({
      kind: 'AccountOpened',
      payload: { account, broker, environment, currency, startingCash },
      eventTime: clock.now(),
      source: 'person',
    });
    const row = journal.store.account(account);
    if (row) this.#start(row);
    this.refresh();
    return this.view(account);
  }

  #start(row: AccountRow): void {
    const open = row.broker === PAPER ? this.#startPaper(row) : this.#startBroker(row);
    this.#open.set(row.account, { ...open, openedTime: this.#ports.clock.now() });
  }

  #startPaper({ account }: AccountRow): Omit<OpenAccount, 'openedTime'> {
    const { journal, roles, instruments, tell } = this.#ports;
    const { venue } = this.#document(account).fields;
    const desk = openPaperDesk(
      { account },
      {
        journal,
        postTrade: roles.compliance.postTrade,
        instrumentOf: (symbol) => instruments.instrumentOf(symbol),
        profile: venue === undefined ? undefined : venueProfile(venue),
        onFill: () => undefined,
        onTrouble: (sentence) => tell('error', `Paper, account ${account}`, sentence),
      },
    );
    const never = (): undefined => undefined;
    return { trading: this.#tradingOf(account, desk, 8, { whyClosed: never, whyUnreachable: never }) };
  }

  #startBroker(row: AccountRow): Omit<OpenAccount, 'openedTime'> {
    const { account } = row;
    const { journal, brokers, roles, instruments, clock, tell } = this.#ports;
    const definition = brokers.definitionOf(row.broker);
    const document = this.#document(account);
    const environment = row.environment === 'live' ? 'live' : 'paper';
    const broker: BrokerAccount = new BrokerAccount({
      journal,
      account,
      definition,
      open: (sink) =>
        brokers.open(
          definition.id,
          {
            accountId: account,
            environment,
            fields: document.fields,
            addresses: document.addresses,
            keepField: (name, value) => {
              const newest = this.#document(account);
              this.#put(account, { ...newest, fields: { ...newest.fields, [name]: value } });
            },
          },
          sink,
        ),
      clock,
      postTrade: roles.compliance.postTrade,
      instrumentOf: (symbol) => instruments.instrumentOf(symbol),
      whyHeldBack: () => whyClosed(),
      cashTolerance: CASH_TOLERANCE,
      reconcileEveryMs: RECONCILE_EVERY_MS,
      onFill: () => this.#ports.onChange(),
      onTrouble: (sentence) => tell('error', `${definition.name}, account ${account}`, sentence),
    });
    const whyClosed = (): string | undefined => {
      const { isLiveAllowed } = trading.book.accountRow();
      if (environment === 'live' && !isLiveAllowed)
        return `trading with money is switched off for ${account}; allow it under Accounts`;
      return broker.whyClosed();
    };
    const { quantityPrecision } = definition.capabilities;
    const whyUnreachable = (): string | undefined =>
      broker.state.get().connection.kind === 'ready' ? undefined : `${definition.name} is not connected`;
    const gates = { whyClosed, whyUnreachable };
    const trading: LiveAccount = this.#tradingOf(account, broker.desk, quantityPrecision, gates);
    broker.state.onChange(() => {
      this.refresh();
      this.#ports.onChange();
    });
    return { trading, broker };
  }

  #tradingOf(
    account: string,
    desk: LiveAccountOptions['desk'],
    quantityPrecision: number,
    gates: Required<Pick<LiveAccountOptions, 'whyClosed' | 'whyUnreachable'>>,
  ): LiveAccount {
    const { journal, roles, board, instruments, settings, clock, onChange } = this.#ports;
    return new LiveAccount({
      account,
      journal,
      roles,
      desk,
      board,
      instruments: instruments.lookup((symbol) => board.find(symbol) !== undefined),
      settings,
      clock,
      commits: this.#commits,
      quantityPrecision,
      calendarOf: (symbol) => instruments.calendarOf(symbol),
      ...gates,
      onChange: () => {
        this.refresh();
        onChange();
      },
    });
  }

  #takeTicks(batch: Parameters<TickConsumer['take']>[0]): void {
    if (this.#open.size === 0) return;
    const { symbols } = this.#ports.board;
    for (let row = 0; row < batch.length; row++) {
      const symbol = symbols[batch.slot[row]!];
      if (symbol === undefined) continue;
      const isTrade = batch.kind[row] === TRADE_TICK;
      const last = isTrade ? batch.price[row]! : Number.NaN;
      for (const { trading } of this.#open.values())
        (this.#courses.get(trading.account) ?? trading).onTick(
          symbol,
          batch.eventTime[row]!,
          last,
          batch.bid[row]!,
          batch.ask[row]!,
          batch.size[row]!,
        );
    }
  }

  #document(account: string): AccountDocument {
    const { documents, clock } = this.#ports;
    return {
      ...FRESH,
      ...(documents.get(COLLECTION, account, clock.now()) as Partial<AccountDocument> | undefined),
    };
  }

  #put(account: string, document: AccountDocument): void {
    this.#ports.documents.put(COLLECTION, account, document);
  }
}
