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
import { BrokerError } from '#engine/ports/broker-error';
import { BrokerOrderBook } from '#engine/ports/broker-order-book';
import { type CcxtClient, UnreadableAnswer } from './ccxt-client.ts';
import type { ExchangeDialect } from './exchange-dialect.ts';
import { OrderNews } from './order-news.ts';
import { UserStream } from './user-stream.ts';
import { brokerErrorOf, VenueFailure } from './venue-failure.ts';

export interface ExchangeTools {
  readonly client: CcxtClient;
  readonly dialect: ExchangeDialect;
}

export interface ExchangeOptions {
  readonly definition: Pick<BrokerDefinition, 'name' | 'fields'>;
  readonly ports: BrokerPorts;
  /** Loads the library and the exchange's way to speak; what they have under way ends with the signal. */
  readonly load: (signal: AbortSignal) => Promise<ExchangeTools>;
  readonly streamAddress: string;
}

type Command = 'submit' | 'cancel' | 'replace';

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
  readonly #inFlight = new Set<{ readonly command: Command; readonly clientOrderId: string }>();
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
    this.#stream = new UserStream(options.ports, options.streamAddress, {
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
    if (this.#isClosed) return;
    const { clientOrderId, symbol } = order;
    this.#command('submit', clientOrderId, async ({ dialect }) => {
      const hindrance = this.#hindrance();
      if (hindrance !== null) throw new VenueFailure('unsent', 'unavailable', hindrance);
      const parameters = dialect.parametersOf(order);
      if (typeof parameters === 'string') throw new VenueFailure('unsent', 'unsupported', parameters);
      this.#book.expect(clientOrderId, symbol, null);
      this.#symbols.add(symbol);
      const { venueOrderId, eventTime } = await dialect.submit(parameters);
      if (!this.#isClosed) this.#book.acknowledged(clientOrderId, symbol, venueOrderId, eventTime);
    });
  }

  cancel(order: BrokerOrderRef): void {
    if (this.#isClosed) return;
    const { clientOrderId } = order;
    this.#book.expect(clientOrderId, order.symbol, order.venueOrderId);
    // Asked for also while the stream is away: it takes risk off.
    this.#command('cancel', clientOrderId, async ({ dialect }) => {
      if (this.#loginReason !== null) throw new VenueFailure('unsent', 'unauthorised', this.#loginReason);
      const named = { ...order, venueOrderId: order.venueOrderId ?? this.#book.venueOrderId(clientOrderId) };
      const found =
        named.venueOrderId === null && dialect.isCancelledByNumber
          ? await beforeSending(dialect.order(order))
          : named;
      if (!found) throw new VenueFailure('refused', 'not-found', 'the exchange knows no such order');
      const report = await dialect.cancel({ ...named, venueOrderId: found.venueOrderId });
      if (report && !this.#isClosed) await this.#news.told(report, dialect);
    });
  }

  replace({ clientOrderId }: BrokerOrderRef, _change: OrderChange, _terms: BrokerOrder): void {
    if (this.#isClosed) return;
    this.#command('replace', clientOrderId, () => {
      const reason = 'it takes no replacement in place; cancel the order and send another one';
      return Promise.reject(new VenueFailure('unsent', 'unsupported', reason));
    });
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
    const { definition, ports } = this.#options;
    const reason = `the connection was closed before ${definition.name} answered`;
    for (const { command, clientOrderId } of this.#inFlight)
      this.#sink.event({
        kind: 'outcome-unknown',
        command,
        clientOrderId,
        reason,
        eventTime: ports.clock.now(),
      });
    this.#inFlight.clear();
    this.#sink.state({ kind: 'closed', reason: 'closed on request' });
  }

  #command(command: Command, clientOrderId: string, send: (tools: ExchangeTools) => Promise<void>): void {
    const entry = { command, clientOrderId };
    this.#inFlight.add(entry);
    void this.#tools
      .then(send)
      .catch((error: unknown) => {
        if (!this.#isClosed) this.#failed(command, clientOrderId, error);
      })
      .finally(() => this.#inFlight.delete(entry));
  }

  #failed(command: Command, clientOrderId: string, error: unknown): void {
    const eventTime = this.#options.ports.clock.now();
    const reason = error instanceof Error ? error.message : String(error);
    // What cannot be read may well be a yes.
    const fate = error instanceof VenueFailure ? error.fate : 'unknown';
    if (fate === 'refused') {
      if (command === 'submit') this.#book.ended('rejected', clientOrderId, reason, eventTime);
      else this.#sink.event({ kind: `${command}-rejected`, clientOrderId, reason, eventTime });
      return;
    }
    if (fate === 'unsent' && command === 'submit') this.#book.completed(clientOrderId);
    const isKnownByNow =
      command === 'submit'
        ? this.#book.venueOrderId(clientOrderId) !== null
        : !this.#book.open().some((open) => open.clientOrderId === clientOrderId);
    // The stream was faster than the failure.
    if (fate === 'unsent' || !isKnownByNow)
      this.#sink.event({
        kind: fate === 'unsent' ? 'unsent' : 'outcome-unknown',
        command,
        clientOrderId,
        reason,
        eventTime,
      });
    if (!(error instanceof VenueFailure)) return;
    if (error.kind === 'rate-limited') this.#rest(reason, error.retryAfterMs ?? BUSY_MS);
    if (error.kind === 'unauthorised') this.#needLogin(`${reason}; enter valid keys with the right to trade`);
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
    const { kind, message, retryAfterMs } = brokerErrorOf(error, this.#options.definition.name);
    if (kind === 'unauthorised') this.#needLogin(message);
    else this.#stream?.lose(message, kind === 'rate-limited' ? (retryAfterMs ?? BUSY_MS) : null);
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

/** The failure of a question that comes before a command is no unknown outcome: nothing was sent. */
async function beforeSending<Answer>(question: Promise<Answer>): Promise<Answer> {
  try {
    return await question;
  } catch (error) {
    if (!(error instanceof VenueFailure)) throw error;
    throw new VenueFailure('unsent', error.kind, error.message, error.retryAfterMs);
  }
}
