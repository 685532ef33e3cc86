import type { BrokerAccount } from '#agents/execution-manager/broker-account';
import { OctopusError, unknownName } from '#contract/errors';
import type { AccountView } from '#contract/services/accounts';
import type { ExchangeCalendar } from '#domain/instruments/calendar/exchange-calendar';
import type { TradingCosts } from '#domain/orders/trading-costs';
import { type BorrowEntry, EASY_TO_BORROW } from '#domain/portfolio/borrow-list';
import { LiveCollection } from '#engine/bus/live-collection';
import type { JournalPayloads } from '#engine/journal/record-kinds';
import type { AccountRow } from '#engine/ports/journal-store';
import type { DocumentStore, MarketStore } from '#engine/ports/market-store';
import type { SecretStore } from '#engine/ports/secret-store';
import type { TickConsumer } from '#engine/stream/tick-fan-out';
import { CommitGroup } from '#engine/trading/commit-group';
import type { LiveAccount } from '#engine/trading/live-account';
import type { Proposals } from '#engine/trading/proposals';
import type { TradingAccount } from '#engine/trading/trading-account';
import type { BookConsumer } from '../market-data/live-market.ts';
import type { SessionKeeper } from '../sessions/session-keeper.ts';
import { guardedAccount } from '../watchdog/guarded-account.ts';
import type { GuardedAccount } from '../watchdog/watchdog-messages.ts';
import { type AccountDocument, AccountDocuments, FRESH_ACCOUNT } from './account-documents.ts';
import { forgetSecrets, keepSecrets } from './account-secrets.ts';
import { AccountTicks, type TickCourse } from './account-ticks.ts';
import { accountView } from './account-view.ts';
import { calendarsOf, endDueDay } from './end-of-day.ts';
import { ExpiryCloses } from './expiry-closes.ts';
import { type OpenAccount, type OpenAccountPorts, openAccount, PAPER_BROKER } from './open-account.ts';
import { type PaperTerms, paperRules, paperVenue, requirePaperTerms } from './paper-terms.ts';

export interface AccountKeeperPorts
  extends Omit<OpenAccountPorts, 'documents' | 'commits' | 'expiryCloses' | 'onFill'> {
  readonly market: Pick<MarketStore, 'readBars'>;
  readonly documents: DocumentStore;
  readonly secrets: SecretStore;
  readonly keeper: Pick<SessionKeeper, 'current' | 'require'>;
  readonly addConsumer: (consumer: TickConsumer) => () => void;
  /** Has the books of live markets told, none unless given. */
  readonly addBookConsumer?: (take: BookConsumer) => () => void;
}

/** Every account that orders can be sent from: the open replay's, those on live prices, those at brokers. */
export class AccountKeeper {
  readonly views = new LiveCollection<AccountView>((view) => view.account);
  readonly #ports: AccountKeeperPorts;
  readonly #commits: CommitGroup;
  readonly #documents: AccountDocuments;
  readonly #open = new Map<string, OpenAccount>();
  readonly #stops: (() => void)[] = [];
  readonly #ticks: AccountTicks;
  readonly #expiryCloses: ExpiryCloses;

  constructor(ports: AccountKeeperPorts) {
    this.#ports = ports;
    this.#commits = new CommitGroup(ports.journal, ports.clock);
    this.#ticks = new AccountTicks(ports.board);
    this.#expiryCloses = new ExpiryCloses(ports.market);
    this.#documents = new AccountDocuments(ports.documents, ports.clock);
  }

  /** Opens every account that was open when the engine stopped. */
  restore(): void {
    for (const row of this.#ports.journal.store.accounts())
      if (row.environment !== 'simulated' && this.#documents.of(row.account).isConnected) this.#start(row);
    this.#stops.push(
      this.#ports.addConsumer({
        name: 'accounts',
        take: (batch) => {
          if (this.#ticks.deliver(batch, this.#open)) this.#ports.onChange();
        },
      }),
    );
    const stop = this.#ports.addBookConsumer?.((symbol, book, eventTime) =>
      this.#ticks.deliverBook({ symbol, book, eventTime }, this.#open),
    );
    if (stop) this.#stops.push(stop);
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
  setCourse(account: string, course: TickCourse | undefined): void {
    this.#ticks.setCourse(account, course);
  }

  /** What the simulated venue charges an account; undefined for one at a broker. */
  costsOf(account: string): TradingCosts | undefined {
    if (this.#ports.journal.store.account(account)?.broker !== PAPER_BROKER) return undefined;
    const document = this.#documents.of(account);
    const { financing: _, ...costs } = paperVenue(document).costs;
    const rules = paperRules(document);
    return rules ? { ...costs, financing: rules.financing } : costs;
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
    return [...(current ? [current] : []), ...this.#live()];
  }

  /** Ends proposals of accounts on live prices that nobody decided about in time. */
  expireProposals(proposals: Pick<Proposals, 'list' | 'expire'>): void {
    for (const trading of this.#live()) {
      const { place, eventTime } = trading;
      const isLate = proposals
        .list(trading.account)
        .some(({ status, expiryTime }) => status === 'open' && expiryTime <= eventTime);
      if (isLate) trading.transact(() => proposals.expire(place, eventTime));
    }
  }

  /** Accounts at brokers that are connected, as another process needs them to act in the engine's place. */
  guarded(): GuardedAccount[] {
    const ports = { ...this.#ports, documents: this.#documents };
    return [...this.#open.values()].flatMap(({ trading, broker }) =>
      broker ? [guardedAccount(trading, ports)] : [],
    );
  }

  openPaper(account: string, startingCash: string, currency: string, terms: PaperTerms = {}): AccountView {
    requirePaperTerms(terms);
    const { venue, type, fills } = terms;
    const fields = venue === undefined ? {} : { venue };
    const opened = { account, broker: PAPER_BROKER, environment: 'paper', currency, startingCash } as const;
    return this.#begin(opened, { ...FRESH_ACCOUNT, fields, type, fills });
  }

  /** What of a symbol can be sold short in an account on paper, from now on. */
  setBorrowing(account: string, symbol: string, entry: BorrowEntry): AccountView {
    const { trading } = this.requireOpen(account);
    if (!trading.margin?.rules.allowsShort)
      throw new OctopusError('BAD_REQUEST', `${account} is no margin account on paper: it borrows no shares`);
    const { borrowing = EASY_TO_BORROW } = this.#documents.of(account);
    const symbols = { ...borrowing.symbols, [symbol]: entry };
    this.#documents.change(account, { borrowing: { ...borrowing, symbols } });
    this.refresh();
    return this.view(account);
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
    const { account, environment } = request;
    const definition = brokers.definitionOf(request.broker);
    const broker = definition.id;
    if (!definition.environments.includes(environment))
      throw new OctopusError('BAD_REQUEST', `${definition.name} has no ${environment} accounts`);
    if (this.#open.has(account)) throw nameIsTaken(account);
    const fields = await keepSecrets(secrets, definition, request);
    const document = { ...FRESH_ACCOUNT, fields, addresses: request.addresses ?? {} };
    const known = journal.store.account(account);
    if (!known)
      return this.#begin({ account, broker, environment, currency: 'USD', startingCash: '0' }, document);
    if (known.broker !== broker || known.environment !== environment)
      throw new OctopusError(
        'BAD_REQUEST',
        `account ${account} was a ${known.environment} account at ${known.broker}; choose another name`,
      );
    this.#documents.put(account, document);
    this.#start(known);
    return this.view(account);
  }

  async disconnect(account: string): Promise<AccountView> {
    const { brokers, secrets } = this.#ports;
    const { broker, trading } = this.requireOpen(account);
    const view = this.view(account);
    broker?.close();
    trading.close();
    this.#open.delete(account);
    this.#documents.change(account, { isConnected: false });
    if (broker) await forgetSecrets(secrets, brokers.definitionOf(view.broker), account);
    this.refresh();
    return { ...view, connection: { kind: 'closed', reason: 'disconnected by a person' } };
  }

  /** Orders placed elsewhere that a person has decided to leave alone are not shown again. */
  ignoreExternal(account: string, venueOrderId: string): void {
    this.#documents.change(account, { ignored: [...this.#documents.of(account).ignored, venueOrderId] });
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
    const open = this.#live().flatMap((trading) => calendarsOf(trading, this.#ports));
    return [...new Set(open)];
  }

  /** Reads the closes that options which expired unseen are settled at, before {@link endDueDays}. */
  learnExpiryCloses(): Promise<void> {
    const held = [...this.#open.values()].flatMap(({ trading }) => trading.book.held());
    return this.#expiryCloses.learn(
      held.map(({ symbol }) => symbol),
      this.#ports.clock.now(),
    );
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

  #live(): LiveAccount[] {
    return [...this.#open.values()].map(({ trading }) => trading);
  }

  #views(): AccountView[] {
    const { keeper, brokers } = this.#ports;
    const views: AccountView[] = keeper.current ? [accountView(keeper.current, 'Replay')] : [];
    for (const { trading, broker } of this.#open.values()) {
      const { broker: id } = trading.book.accountRow();
      const name = id === PAPER_BROKER ? 'Paper' : brokers.definitionOf(id).name;
      views.push(accountView(trading, name, { broker, ...this.#documents.of(trading.account) }));
    }
    return views;
  }

  #begin(opened: JournalPayloads['AccountOpened'], document: AccountDocument): AccountView {
    const { account } = opened;
    const { journal, clock } = this.#ports;
    if (journal.store.account(account)) throw nameIsTaken(account);
    this.#documents.put(account, document);
    journal.record({ kind: 'AccountOpened', payload: opened, eventTime: clock.now(), source: 'person' });
    const row = journal.store.account(account);
    if (row) this.#start(row);
    this.refresh();
    return this.view(account);
  }

  #start(row: AccountRow): void {
    const open = openAccount(row, {
      ...this.#ports,
      documents: this.#documents,
      commits: this.#commits,
      expiryCloses: this.#expiryCloses,
      onFill: () => this.#ports.onChange(),
      onChange: () => {
        this.refresh();
        this.#ports.onChange();
      },
    });
    this.#open.set(row.account, open);
  }
}

function nameIsTaken(account: string): OctopusError {
  return new OctopusError('BAD_REQUEST', `there is an account ${account} already; choose another name`);
}
