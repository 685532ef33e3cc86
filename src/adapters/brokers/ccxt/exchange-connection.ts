import type { OrderChange } from '#domain/orders/order';
import { firstWords } from '#domain/values/redact';
import type {
  BrokerBalance,
  BrokerConnection,
  BrokerDefinition,
  BrokerFill,
  BrokerOrder,
  BrokerOrderRef,
  BrokerOrderReport,
  BrokerPorts,
  BrokerPosition,
  BrokerSink,
} from '#engine/ports/broker';
import { BrokerCommands } from '#engine/ports/broker-commands';
import { BrokerError } from '#engine/ports/broker-error';
import { BrokerOrderBook } from '#engine/ports/broker-order-book';
import { addressFault } from '#engine/ports/broker-request';
import { type CcxtClient, UnreadableAnswer } from './ccxt-client.ts';
import type { ExchangeDialect } from './exchange-dialect.ts';
import { OrderNews } from './order-news.ts';
import { UserStream } from './user-stream.ts';
import { brokerErrorOf, failureOf, VenueFailure } from './venue-failure.ts';

export interface ExchangeTools {
  readonly client: CcxtClient;
  readonly dialect: ExchangeDialect;
}

export interface ExchangeOptions {
  readonly definition: Pick<BrokerDefinition, 'name' | 'fields'>;
  readonly ports: BrokerPorts;
  /** Loads the library and the exchange's way to speak; what they have under way ends with the signal. */
  readonly load: (signal: AbortSignal) => Promise<ExchangeTools>;
  readonly addresses: { readonly rest: string; readonly stream: string };
}

/** Fills are asked for from so long before the last word heard: clocks differ, and words overtake one another. */
const OVERLAP_MS = 60_000;
const BUSY_MS = 10_000;
const RAW_MAX = 4_096;

/** An account at an exchange: commands by REST, news by the user's stream, and what that missed by REST again. */
export class ExchangeConnection implements BrokerConnection {
  readonly #options: ExchangeOptions;
  readonly #sink: BrokerSink;
  readonly #book: BrokerOrderBook;
  readonly #news: OrderNews;
  readonly #ending = new AbortController();
  readonly #tools: Promise<ExchangeTools>;
  readonly #commands: BrokerCommands;
  /** Traded here since this connection began. */
  readonly #symbols = new Set<string>();
  #stream: UserStream | null = null;
  /** Messages are read one after another: some have to be asked about. */
  #reading: Promise<void> = Promise.resolve();
  #isReady = false;
  #isClosed = false;
  /** Why nothing can be sent until a person has done something. */
  #loginReason: string | null = null;
  #isFirst = true;
  /** Nothing that happened before it is unheard of. */
  #coveredTo: number;
  #stopBusy: (() => void) | null = null;

  constructor(options: ExchangeOptions, sink: BrokerSink) {
    this.#options = options;
    this.#sink = sink;
    this.#book = new BrokerOrderBook(sink);
    this.#news = new OrderNews(this.#book, sink);
    this.#commands = new BrokerCommands({
      name: options.definition.name,
      clock: options.ports.clock,
      book: this.#book,
      sink,
      failure: failureOf,
      busy: (reason, retryAfterMs) => this.#rest(reason, retryAfterMs ?? BUSY_MS),
      unauthorised: (reason) => this.#needLogin(`${reason}; enter valid keys with the right to trade`),
    });
    this.#coveredTo = options.ports.clock.now();
    this.#tools = options.load(this.#ending.signal);
    // Who asks hears of it; until somebody does, nobody has to.
    this.#tools.catch(() => undefined);
    const missing = options.definition.fields.filter(
      ({ name, isRequired }) => isRequired && !options.ports.fields[name],
    );
    if (missing.length > 0) {
      this.#needLogin(`enter ${missing.map(({ label }) => label).join(' and ')} of an API key`);
      return;
    }
    const { rest, stream } = options.addresses;
    const fault = addressFault(rest) ?? addressFault(stream);
    if (fault !== null) {
      this.#needLogin(fault);
      return;
    }
    this.#stream = new UserStream(options.ports, stream, {
      connecting: (attempt) => sink.state({ kind: 'connecting', attempt }),
      greetings: () => this.#greet(),
      message: (text) => {
        this.#reading = this.#reading.then(() => this.#read(text));
      },
      lost: (reason, retryTime) => {
        this.#isReady = false;
        sink.state({ kind: 'waiting', retryTime, reason });
      },
    });
  }

  submit(order: BrokerOrder): void {
    const { clientOrderId, symbol } = order;
    this.#commands.send('submit', clientOrderId, async (first) => {
      const { dialect } = await first(() => this.#tools);
      const parameters = dialect.parametersOf(order);
      const hindrance = this.#hindrance() ?? (typeof parameters === 'string' ? parameters : null);
      if (hindrance !== null || typeof parameters === 'string')
        throw new VenueFailure({ kind: 'unsent', reason: hindrance ?? '' });
      this.#book.expect(clientOrderId, symbol, null);
      this.#symbols.add(symbol);
      const { venueOrderId, eventTime } = await dialect.submit(parameters);
      if (!this.#isClosed) this.#book.acknowledged(clientOrderId, symbol, venueOrderId, eventTime);
      return null;
    });
  }

  cancel(order: BrokerOrderRef): void {
    const { clientOrderId, symbol } = order;
    // Asked for also while the stream is away: it takes risk off.
    this.#commands.send('cancel', clientOrderId, async (first) => {
      if (this.#loginReason !== null) throw new VenueFailure({ kind: 'unsent', reason: this.#loginReason });
      const { dialect } = await first(() => this.#tools);
      this.#book.expect(clientOrderId, symbol, order.venueOrderId);
      const named = { ...order, venueOrderId: this.#book.venueOrderId(clientOrderId) };
      const isNamed = named.venueOrderId !== null || !dialect.isCancelledByNumber;
      const found = isNamed ? named : await first(() => dialect.order(order));
      if (!found) return 'it knows no such order';
      const report = await dialect.cancel({ ...named, venueOrderId: found.venueOrderId });
      if (report && !this.#isClosed) await this.#news.told(report, dialect);
      return null;
    });
  }

  replace({ clientOrderId }: BrokerOrderRef, _change: OrderChange, _terms: BrokerOrder): void {
    const reason = 'it takes no replacement in place; cancel the order and send another one';
    this.#commands.unsent('replace', clientOrderId, reason);
  }

  order(order: BrokerOrderRef): Promise<BrokerOrderReport | null> {
    return this.#ask(async ({ dialect }) => {
      const report = await dialect.order(order);
      this.#symbols.add(order.symbol);
      if (report) this.#book.expect(order.clientOrderId, order.symbol, report.venueOrderId);
      return report;
    });
  }

  openOrders(): Promise<readonly BrokerOrderReport[]> {
    return this.#ask(({ dialect }) => dialect.openOrders());
  }

  fills(since: number): Promise<readonly BrokerFill[]> {
    return this.#ask(({ dialect }) => this.#fillsSince(dialect, since));
  }

  positions(): Promise<readonly BrokerPosition[]> {
    return this.#ask(({ dialect }) => dialect.positions());
  }

  balances(): Promise<readonly BrokerBalance[]> {
    return this.#ask(({ dialect }) => dialect.balances());
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#stop();
    this.#commands.close();
    this.#sink.state({ kind: 'closed', reason: 'closed on request' });
  }

  /** Why nothing new can be sent now. */
  #hindrance(): string | null {
    const { name } = this.#options.definition;
    if (this.#loginReason !== null) return this.#loginReason;
    if (this.#stopBusy !== null) return `${name} takes no more requests for now`;
    return this.#isReady ? null : `there is no connection to ${name} at the moment`;
  }

  async #ask<Answer>(question: (tools: ExchangeTools) => Promise<Answer>): Promise<Answer> {
    const { name } = this.#options.definition;
    if (this.#isClosed) throw new BrokerError('unavailable', name, 'it is closed; connect again');
    if (this.#loginReason !== null) throw new BrokerError('unauthorised', name, this.#loginReason);
    try {
      return await question(await this.#tools);
    } catch (error) {
      const told = brokerErrorOf(error, name);
      if (told.kind === 'unauthorised')
        this.#needLogin('it refuses the keys; enter valid keys with the right to trade');
      throw told;
    }
  }

  async #fillsSince(dialect: ExchangeDialect, since: number): Promise<BrokerFill[]> {
    const fills = await dialect.fills(since, [...this.#symbols]);
    const owned: BrokerFill[] = [];
    for (const fill of fills) owned.push(await this.#news.owned(fill, dialect));
    return owned;
  }

  /** Proves the keys before the stream is used; null when that came to nothing. */
  async #greet(): Promise<readonly string[] | null> {
    const stream = this.#stream;
    try {
      const { dialect } = await this.#tools;
      await dialect.login();
      return dialect.greetings();
    } catch (error) {
      if (this.#stream === stream) this.#notReady(error);
      return null;
    }
  }

  #notReady(error: unknown): void {
    if (this.#isClosed) return;
    const failure = failureOf(error);
    if (failure.kind === 'unauthorised')
      this.#needLogin(`${failure.reason}; enter valid keys with the right to trade`);
    else
      this.#stream?.lose(failure.reason, failure.kind === 'busy' ? (failure.retryAfterMs ?? BUSY_MS) : null);
  }

  async #read(text: string): Promise<void> {
    if (this.#isClosed) return;
    const { dialect } = await this.#tools;
    try {
      for (const news of await dialect.read(text)) {
        if (this.#isClosed) return;
        if (news.kind === 'listening') await this.#listening(dialect);
        else await this.#news.told(news.report, dialect, news.fill);
      }
      if (this.#isReady) this.#coveredTo = this.#options.ports.clock.now();
    } catch (error) {
      // News that have to be asked about and cannot be: a new stream asks for all that was missed.
      if (error instanceof UnreadableAnswer) await this.#unreadable(text, error.message);
      else this.#notReady(error);
    }
  }

  async #listening(dialect: ExchangeDialect): Promise<void> {
    const stream = this.#stream;
    if (!this.#isFirst) await this.#catchUp(dialect);
    if (this.#isClosed || this.#stream !== stream) return;
    this.#isFirst = false;
    stream?.steady();
    this.#coveredTo = this.#options.ports.clock.now();
    this.#becomeReady();
  }

  /** Tells what happened while the stream was away. */
  async #catchUp(dialect: ExchangeDialect): Promise<void> {
    for (const fill of await this.#fillsSince(dialect, this.#coveredTo - OVERLAP_MS)) this.#book.filled(fill);
    const open = await dialect.openOrders();
    for (const order of this.#book.open()) {
      if (open.some(({ venueOrderId }) => venueOrderId === order.venueOrderId)) continue;
      const report = await dialect.order({ ...order, revision: 0 });
      if (report) await this.#news.told(report, dialect);
    }
    for (const report of open) await this.#news.told(report, dialect);
  }

  #becomeReady(): void {
    this.#isReady = true;
    if (this.#stopBusy === null)
      this.#sink.state({ kind: 'ready', sinceTime: this.#options.ports.clock.now() });
  }

  async #unreadable(raw: string, reason: string): Promise<void> {
    const { client } = await this.#tools;
    this.#sink.event({
      kind: 'unreadable',
      raw: client.told(raw).slice(0, RAW_MAX),
      reason: `${reason}: ${client.told(firstWords(raw))}`,
      eventTime: this.#options.ports.clock.now(),
    });
  }

  /** Sends nothing new for as long as the exchange asked. */
  #rest(reason: string, waitMs: number): void {
    const { clock } = this.#options.ports;
    this.#stopBusy?.();
    this.#stopBusy = clock.after(waitMs, () => {
      this.#stopBusy = null;
      if (this.#isReady) this.#becomeReady();
    });
    this.#sink.state({ kind: 'waiting', retryTime: clock.now() + waitMs, reason });
  }

  #needLogin(reason: string): void {
    if (this.#isClosed || this.#loginReason !== null) return;
    this.#loginReason = reason;
    this.#stop();
    this.#sink.state({ kind: 'needs-login', reason });
  }

  #stop(): void {
    this.#isReady = false;
    this.#stream?.close();
    this.#stream = null;
    this.#stopBusy?.();
    this.#stopBusy = null;
    this.#ending.abort();
  }
}
