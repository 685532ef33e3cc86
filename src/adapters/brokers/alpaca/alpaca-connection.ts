import type { OrderChange } from '#domain/orders/order';
import { redact } from '#domain/values/redact';
import {
  type BrokerBalance,
  type BrokerConnection,
  type BrokerFill,
  type BrokerOrder,
  type BrokerOrderRef,
  type BrokerOrderReport,
  type BrokerPorts,
  type BrokerPosition,
  type BrokerSink,
  venueClientId,
} from '#engine/ports/broker';
import { BrokerCommands } from '#engine/ports/broker-commands';
import { BrokerOrderBook } from '#engine/ports/broker-order-book';
import { addressFault, type BrokerFailure, questionError } from '#engine/ports/broker-request';
import { LineStanding } from '#engine/ports/line-standing';
import { AlpacaApi } from './alpaca-api.ts';
import { alpacaFailure } from './alpaca-failure.ts';
import { AlpacaLine } from './alpaca-line.ts';
import { AlpacaNews } from './alpaca-news.ts';
import { alpacaOrderRequest, alpacaReplaceRequest } from './alpaca-order-request.ts';
import { type AlpacaOrder, UnreadableAnswer } from './read-alpaca.ts';
import { wholeOrder } from './whole-order.ts';

const NAME = 'Alpaca';
/** Fills are asked for from so long before the last word heard: clocks differ, and words overtake one another. */
const OVERLAP_MS = 60_000;
const DAY_MS = 86_400_000;
const BUSY_MS = 10_000;
const RAW_MAX = 4_096;
const SHOWN_MAX = 1_000;
const ENTER_KEYS = 'enter valid keys of this environment';
const UNKNOWN_ORDER = 'Alpaca knows no such order';

/** An account at Alpaca: commands by REST, news by the stream, and what the stream missed by REST again. */
export class AlpacaConnection implements BrokerConnection {
  readonly #ports: BrokerPorts;
  readonly #sink: BrokerSink;
  readonly #secrets: readonly string[];
  readonly #book: BrokerOrderBook;
  readonly #news: AlpacaNews;
  readonly #ending = new AbortController();
  readonly #loaded: Promise<AlpacaApi>;
  readonly #commands: BrokerCommands;
  readonly #standing: LineStanding;
  /** Orders that cannot be read and were shown. */
  readonly #shown = new Set<string>();
  #line: AlpacaLine | null = null;
  /** Nothing that happened before it is unheard of. */
  #coveredTo: number;
  #isFirst = true;

  constructor(ports: BrokerPorts, sink: BrokerSink, addresses: { trading: string; stream: string }) {
    this.#ports = ports;
    this.#sink = sink;
    const { keyId = '', secretKey = '' } = ports.fields;
    this.#secrets = [keyId, secretKey];
    this.#standing = new LineStanding({
      name: NAME,
      clock: ports.clock,
      sink,
      letGo: () => {
        this.#line?.close();
        this.#line = null;
        this.#ending.abort();
      },
    });
    this.#book = new BrokerOrderBook(sink);
    this.#news = new AlpacaNews(this.#book, sink);
    this.#coveredTo = ports.clock.now();
    this.#loaded = AlpacaApi.load(ports, {
      address: addresses.trading,
      signal: this.#ending.signal,
      unreadable: (raw, reason) => this.#unreadableOrder(raw, reason),
    });
    this.#commands = new BrokerCommands({
      name: NAME,
      clock: ports.clock,
      book: this.#book,
      sink,
      failure: (error) => this.#failure(error),
      busy: (reason, retryAfterMs) => this.#standing.rest(reason, retryAfterMs ?? BUSY_MS),
      unauthorised: (reason) => this.#standing.needLogin(`${reason}; ${ENTER_KEYS}`),
    });
    // Who asks hears that it could not be loaded; until somebody does, nobody has to.
    this.#loaded.catch(() => undefined);
    if (keyId === '' || secretKey === '') {
      this.#standing.needLogin('enter key and secret of an API key from the page of your Alpaca account');
      return;
    }
    const fault = addressFault(addresses.trading) ?? addressFault(addresses.stream);
    if (fault !== null) {
      this.#standing.needLogin(fault);
      return;
    }
    this.#line = new AlpacaLine(ports, addresses.stream, {
      connecting: (attempt) => sink.state({ kind: 'connecting', attempt }),
      opened: () => void this.#opened(),
      update: (data) => this.#updated(data),
      unreadable: (raw, reason) => this.#unreadable(raw, reason),
      lost: (reason, retryTime) => this.#standing.lost(reason, retryTime),
      refused: (reason) => this.#standing.needLogin(`${reason}; ${ENTER_KEYS}`),
    });
  }

  submit(order: BrokerOrder): void {
    const { clientOrderId, symbol } = order;
    const request = alpacaOrderRequest(order);
    const hindrance = typeof request === 'string' ? request : this.#standing.hindrance();
    if (typeof request === 'string' || hindrance !== null) {
      this.#commands.unsent('submit', clientOrderId, hindrance ?? '');
      return;
    }
    this.#book.expect(clientOrderId, symbol, null);
    this.#commands.send('submit', clientOrderId, async (first) => {
      const api = await first(() => this.#loaded);
      this.#news.taken(await api.submit(request));
      return null;
    });
  }

  cancel(order: BrokerOrderRef): void {
    const { clientOrderId } = order;
    // Asked for also while the stream is away: it takes risk off.
    if (this.#standing.loginReason !== null) {
      this.#commands.unsent('cancel', clientOrderId, this.#standing.loginReason);
      return;
    }
    this.#commands.send('cancel', clientOrderId, async (first) => {
      const api = await first(() => this.#loaded);
      const known = this.#book.venueOrderId(clientOrderId) ?? order.venueOrderId;
      const number = known ?? (await first(() => this.#find(api, order)))?.report.venueOrderId;
      if (number === undefined) return UNKNOWN_ORDER;
      await api.cancel(number);
      return null;
    });
  }

  replace(order: BrokerOrderRef, change: OrderChange, terms: BrokerOrder): void {
    const { clientOrderId } = order;
    const hindrance = this.#standing.hindrance();
    if (hindrance !== null) {
      this.#commands.unsent('replace', clientOrderId, hindrance);
      return;
    }
    this.#commands.send('replace', clientOrderId, async (first) => {
      const api = await first(() => this.#loaded);
      const found = await first(() => this.#find(api, order));
      if (!found) return UNKNOWN_ORDER;
      const { filledQuantity } = await first(() => wholeOrder(api, found));
      const venueId = venueClientId({ clientOrderId, revision: order.revision + 1 });
      const request = alpacaReplaceRequest(venueId, change, terms, filledQuantity);
      if (typeof request === 'string') return request;
      this.#news.changing(clientOrderId, change);
      try {
        this.#news.replacing(await api.replace(found.report.venueOrderId, request));
      } catch (error) {
        if (this.#failure(error).kind !== 'unknown') this.#news.unchanged(clientOrderId);
        throw error;
      }
      return null;
    });
  }

  order(order: BrokerOrderRef): Promise<BrokerOrderReport | null> {
    return this.#ask(async (api) => {
      const found = await this.#find(api, order);
      if (!found) return null;
      const report = await wholeOrder(api, found);
      this.#book.expect(order.clientOrderId, order.symbol, report.venueOrderId);
      return report;
    });
  }

  openOrders(): Promise<readonly BrokerOrderReport[]> {
    return this.#ask(async (api) => {
      const reports: BrokerOrderReport[] = [];
      for (const order of await api.orders('open')) reports.push(await wholeOrder(api, order));
      return reports;
    });
  }

  fills(since: number): Promise<readonly BrokerFill[]> {
    return this.#ask((api) => this.#fillsSince(api, since));
  }

  positions(): Promise<readonly BrokerPosition[]> {
    return this.#ask((api) => api.positions());
  }

  balances(): Promise<readonly BrokerBalance[]> {
    return this.#ask(async (api) => [await api.balance()]);
  }

  close(): void {
    this.#standing.close(() => this.#commands.close());
  }

  /** The order as Alpaca has it now, whatever has been put in its place. */
  async #find(api: AlpacaApi, order: BrokerOrderRef): Promise<AlpacaOrder | null> {
    const number = order.venueOrderId ?? this.#book.venueOrderId(order.clientOrderId);
    let found = number === null ? null : await api.byNumber(number);
    // A replacement that was asked for and refused has left its mark unused.
    for (let revision = order.revision; found === null && revision >= 0; revision--)
      found = await api.byClientId(venueClientId({ clientOrderId: order.clientOrderId, revision }));
    while (found?.replacedBy) {
      const next = await api.byNumber(found.replacedBy);
      if (!next || next.report.status === 'rejected') break;
      found = next;
    }
    return found;
  }

  async #ask<Answer>(question: (api: AlpacaApi) => Promise<Answer>): Promise<Answer> {
    this.#standing.requireOpen();
    try {
      return await question(await this.#loaded);
    } catch (error) {
      const failure = this.#failure(error);
      if (failure.kind === 'unauthorised') this.#standing.needLogin(`${failure.reason}; ${ENTER_KEYS}`);
      throw questionError(NAME, failure);
    }
  }

  /** Fills with our ids, which the list of activities does not tell. */
  async #fillsSince(api: AlpacaApi, since: number): Promise<BrokerFill[]> {
    const told = await api.fills(since);
    let fills = told.map((fill) => this.#news.ofActivity(fill));
    const isOwned = ({ venueOrderId }: BrokerFill) => this.#news.ownerOf(venueOrderId) !== undefined;
    // One list instead of a question for each; what was ordered long before is asked for by itself.
    if (!fills.every(isOwned))
      for (const order of await api.orders('all', since - DAY_MS)) this.#news.met(order);
    // Now that legs are known by their orders.
    fills = told.map((fill) => this.#news.ofActivity(fill));
    for (const { venueOrderId } of fills.filter((fill) => !isOwned(fill))) {
      const order = await api.byNumber(venueOrderId);
      this.#news.owned(venueOrderId, order?.report.clientOrderId ?? null);
    }
    return fills.map((fill) => ({ ...fill, clientOrderId: this.#news.ownerOf(fill.venueOrderId) ?? null }));
  }

  async #opened(): Promise<void> {
    const line = this.#line;
    try {
      const api = await this.#loaded;
      // Proves the keys for REST too, and that the account is there.
      await api.balance();
      if (!this.#isFirst) await this.#catchUp(api);
    } catch (error) {
      if (this.#standing.isClosed) return;
      const failure = this.#failure(error);
      if (failure.kind === 'unauthorised') this.#standing.needLogin(`${failure.reason}; ${ENTER_KEYS}`);
      else line?.lose(failure.reason, failure.kind === 'busy' ? (failure.retryAfterMs ?? BUSY_MS) : null);
      return;
    }
    // It may have been lost again meanwhile.
    if (this.#standing.isClosed || !line?.isOpen) return;
    this.#isFirst = false;
    line.steady();
    this.#coveredTo = this.#ports.clock.now();
    this.#standing.ready();
  }

  /** Tells what happened while the stream was away. */
  async #catchUp(api: AlpacaApi): Promise<void> {
    for (const fill of await this.#fillsSince(api, this.#coveredTo - OVERLAP_MS)) this.#book.filled(fill);
    const open = new Map((await api.orders('open')).map((order) => [order.report.venueOrderId, order]));
    for (const { clientOrderId, symbol, venueOrderId } of this.#book.open()) {
      const known = venueOrderId === null ? undefined : open.get(venueOrderId);
      const found = known ?? (await this.#find(api, { clientOrderId, symbol, venueOrderId, revision: 0 }));
      if (found) this.#news.caughtUp(found);
    }
    for (const order of open.values()) this.#news.caughtUp(order);
  }

  #updated(data: Readonly<Record<string, unknown>>): void {
    try {
      const remark = this.#news.update(data);
      if (remark !== null) this.#unreadable(JSON.stringify(data), remark);
    } catch (error) {
      if (!(error instanceof UnreadableAnswer)) throw error;
      this.#unreadable(JSON.stringify(data), error.message);
      return;
    }
    if (this.#standing.isReady) this.#coveredTo = this.#ports.clock.now();
  }

  #unreadable(raw: string, reason: string): void {
    this.#sink.event({
      kind: 'unreadable',
      raw: redact(raw, this.#secrets).slice(0, RAW_MAX),
      reason,
      eventTime: this.#ports.clock.now(),
    });
  }

  /** Once, however often it is listed. */
  #unreadableOrder(raw: string, reason: string): void {
    if (this.#standing.isClosed || this.#shown.has(raw)) return;
    if (this.#shown.size === SHOWN_MAX) this.#shown.clear();
    this.#shown.add(raw);
    this.#unreadable(raw, reason);
  }

  #failure(error: unknown): BrokerFailure {
    return alpacaFailure(error, this.#secrets);
  }
}
