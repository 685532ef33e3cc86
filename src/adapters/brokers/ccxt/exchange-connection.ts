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
import { BrokerOrderBook } from '#engine/ports/broker-order-book';
import { addressFault } from '#engine/ports/broker-request';
import { LineStanding } from '#engine/ports/line-standing';
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
  readonly #standing: LineStanding;
  /** Traded here since this connection began. */
  readonly #symbols = new Set<string>();
  #stream: UserStream | null = null;
  /** Messages are read one after another: some have to be asked about. */
  #reading: Promise<void> = Promise.resolve();
  #isFirst = true;
  /** Nothing that happened before it is unheard of. */
  #coveredTo: number;

  constructor(options: ExchangeOptions, sink: BrokerSink) {
    this.#options = options;
    this.#sink = sink;
    this.#standing = new LineStanding({
      name: options.definition.name,
      clock: options.ports.clock,
      sink,
      letGo: () => {
        this.#stream?.close();
        this.#stream = null;
        this.#ending.abort();
      },
    });
    this.#book = new BrokerOrderBook(sink);
    this.#news = new OrderNews(this.#book, sink);
    this.#commands = new BrokerCommands({
      name: options.definition.name,
      clock: options.ports.clock,
      book: this.#book,
      sink,
      failure: failureOf,
      busy: (reason, retryAfterMs) => this.#standing.rest(reason, retryAfterMs ?? BUSY_MS),
      unauthorised: (reason) =>
        this.#standing.needLogin(`${reason}; enter valid keys with the right to trade`),
    });
    this.#coveredTo = options.ports.clock.now();
    this.#tools = options.load(this.#ending.signal);
    // Who asks hears of it; until somebody does, nobody has to.
    this.#tools.catch(() => undefined);
    const missing = options.definition.fields.filter(
      ({ name, isRequired }) => isRequired && !options.ports.fields[name],
    );
    if (missing.length > 0) {
      this.#standing.needLogin(`enter ${missing.map(({ label }) => label).join(' and ')} of an API key`);
      return;
    }
    const { rest, stream } = options.addresses;
    const fault = addressFault(rest) ?? addressFault(stream);
    if (fault !== null) {
      this.#standing.needLogin(fault);
      return;
    }
    this.#stream = new UserStream(options.ports, stream, {
      connecting: (attempt) => sink.state({ kind: 'connecting', attempt }),
      greetings: () => this.#greet(),
      message: (text) => {
        this.#reading = this.#reading.then(() => this.#read(text));
      },
      lost: (reason, retryTime) => this.#standing.lost(reason, retryTime),
    });
  }

  submit(order: BrokerOrder): void {
    const { clientOrderId, symbol } = order;
    this.#commands.send('submit', clientOrderId, async (first) => {
      const { dialect } = await first(() => this.#tools);
      const parameters = dialect.parametersOf(order);
      const hindrance = this.#standing.hindrance() ?? (typeof parameters === 'string' ? parameters : null);
      if (hindrance !== null || typeof parameters === 'string')
        throw new VenueFailure({ kind: 'unsent', reason: hindrance ?? '' });
      this.#book.expect(clientOrderId, symbol, null);
      this.#symbols.add(symbol);
      const { venueOrderId, eventTime } = await dialect.submit(parameters);
      if (!this.#standing.isClosed) this.#book.acknowledged(clientOrderId, symbol, venueOrderId, eventTime);
      return null;
    });
  }

  cancel(order: BrokerOrderRef): void {
    const { clientOrderId, symbol } = order;
    // Asked for also while the stream is away: it takes risk off.
    this.#commands.send('cancel', clientOrderId, async (first) => {
      if (this.#standing.loginReason !== null)
        throw new VenueFailure({ kind: 'unsent', reason: this.#standing.loginReason });
      const { dialect } = await first(() => this.#tools);
      this.#book.expect(clientOrderId, symbol, order.venueOrderId);
      const named = { ...order, venueOrderId: this.#book.venueOrderId(clientOrderId) };
      const isNamed = named.venueOrderId !== null || !dialect.isCancelledByNumber;
      const found = isNamed ? named : await first(() => dialect.order(order));
      if (!found) return 'it knows no such order';
      const report = await dialect.cancel({ ...named, venueOrderId: found.venueOrderId });
      if (report && !this.#standing.isClosed) await this.#news.told(report, dialect);
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
    this.#standing.close(() => this.#commands.close());
  }

  async #ask<Answer>(question: (tools: ExchangeTools) => Promise<Answer>): Promise<Answer> {
    const { name } = this.#options.definition;
    this.#standing.requireOpen();
    try {
      return await question(await this.#tools);
    } catch (error) {
      const told = brokerErrorOf(error, name);
      if (told.kind === 'unauthorised')
        this.#standing.needLogin('it refuses the keys; enter valid keys with the right to trade');
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
    if (this.#standing.isClosed) return;
    const failure = failureOf(error);
    if (failure.kind === 'unauthorised')
      this.#standing.needLogin(`${failure.reason}; enter valid keys with the right to trade`);
    else
      this.#stream?.lose(failure.reason, failure.kind === 'busy' ? (failure.retryAfterMs ?? BUSY_MS) : null);
  }

  async #read(text: string): Promise<void> {
    if (this.#standing.isClosed) return;
    const { dialect } = await this.#tools;
    try {
      for (const news of await dialect.read(text)) {
        if (this.#standing.isClosed) return;
        if (news.kind === 'listening') await this.#listening(dialect);
        else await this.#news.told(news.report, dialect, news.fill);
      }
      if (this.#standing.isReady) this.#coveredTo = this.#options.ports.clock.now();
    } catch (error) {
      // News that have to be asked about and cannot be: a new stream asks for all that was missed.
      if (error instanceof UnreadableAnswer) await this.#unreadable(text, error.message);
      else this.#notReady(error);
    }
  }

  async #listening(dialect: ExchangeDialect): Promise<void> {
    const stream = this.#stream;
    if (!this.#isFirst) await this.#catchUp(dialect);
    if (this.#standing.isClosed || this.#stream !== stream) return;
    this.#isFirst = false;
    stream?.steady();
    this.#coveredTo = this.#options.ports.clock.now();
    this.#standing.ready();
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

  async #unreadable(raw: string, reason: string): Promise<void> {
    const { client } = await this.#tools;
    this.#sink.event({
      kind: 'unreadable',
      raw: client.told(raw).slice(0, RAW_MAX),
      reason: `${reason}: ${client.told(firstWords(raw))}`,
      eventTime: this.#options.ports.clock.now(),
    });
  }
}
