import type { OrderChange } from '#domain/orders/order';
import { redact } from '#domain/values/redact';
import type {
  BrokerBalance,
  BrokerConnection,
  BrokerEvent,
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
import { addressFault, questionError } from '#engine/ports/broker-request';
import { LineStanding } from '#engine/ports/line-standing';
import {
  isOpenAtSchwab,
  readSchwabBalance,
  readSchwabOrder,
  readSchwabPositions,
  schwabNumber,
} from './read-schwab.ts';
import { NoJson, SchwabApi } from './schwab-api.ts';
import { SchwabNews } from './schwab-news.ts';
import { schwabOrderRequest } from './schwab-order-request.ts';

const NAME = 'Schwab';
const DAY_MS = 86_400_000;
const FIRST_LOOK_MS = 1_000;
/** With open orders, and without. */
const LOOK_MS_MAX = { open: 10_000, idle: 30_000 } as const;
const FIRST_BACK_OFF_MS = 500;
const BACK_OFF_MS_MAX = 30_000;
const BUSY_MS = 30_000;
const RAW_MAX = 4_096;

/**
 * An account at Schwab. Its streamer tells only that something happened, so the list of orders is looked at again and
 * again: every second after a command or a change, ever more seldom while nothing happens.
 */
export class SchwabConnection implements BrokerConnection {
  readonly #ports: BrokerPorts;
  readonly #sink: BrokerSink;
  readonly #book: BrokerOrderBook;
  readonly #news: SchwabNews;
  readonly #commands: BrokerCommands;
  readonly #standing: LineStanding;
  readonly #api: SchwabApi;
  readonly #ending = new AbortController();
  readonly #openedTime: number;
  #hash: string | null = null;
  #attempt = 0;
  #lookMs = FIRST_LOOK_MS;
  #isLooking = false;
  #quietUntil = 0;
  #stopTimer: () => void = () => undefined;

  constructor(ports: BrokerPorts, sink: BrokerSink, addresses: { trader: string; oauth: string }) {
    this.#ports = ports;
    this.#sink = sink;
    this.#openedTime = ports.clock.now();
    this.#api = new SchwabApi(ports, addresses, this.#ending.signal);
    this.#standing = new LineStanding({
      name: NAME,
      clock: ports.clock,
      sink,
      letGo: () => {
        this.#stopTimer();
        this.#stopTimer = () => undefined;
        this.#ending.abort();
      },
    });
    this.#book = new BrokerOrderBook(sink);
    this.#news = new SchwabNews(this.#book, sink, (raw, reason) => this.#unreadable(raw, reason));
    this.#commands = new BrokerCommands({
      name: NAME,
      clock: ports.clock,
      book: this.#book,
      sink: { state: (state) => sink.state(state), event: (event) => this.#said(event) },
      failure: (error) => this.#api.failure(error),
      busy: (reason, retryAfterMs) => this.#wait(reason, retryAfterMs ?? BUSY_MS),
      unauthorised: (reason) => this.#standing.needLogin(reason),
    });
    const fault = addressFault(addresses.trader) ?? addressFault(addresses.oauth);
    if (fault === null) this.#stopTimer = ports.clock.after(0, () => this.#connect());
    else this.#standing.needLogin(fault);
  }

  submit(order: BrokerOrder): void {
    const { clientOrderId, symbol } = order;
    const body = schwabOrderRequest(order);
    const hindrance = typeof body === 'string' ? body : this.#standing.hindrance();
    if (hindrance !== null || this.#hash === null) {
      this.#commands.unsent('submit', clientOrderId, hindrance ?? '');
      return;
    }
    const hash = this.#hash;
    this.#book.expect(clientOrderId, symbol, null);
    this.#commands.send('submit', clientOrderId, async (first) => {
      const token = await first(() => this.#api.login.token());
      const sentTime = this.#ports.clock.now();
      this.#news.sending(order, sentTime);
      const number = await this.#api.submit(hash, token, body);
      this.#news.settled(clientOrderId);
      this.#book.acknowledged(clientOrderId, symbol, number, this.#ports.clock.now());
      this.#lookSoon();
      return null;
    });
  }

  cancel(order: BrokerOrderRef): void {
    const { clientOrderId } = order;
    const hash = this.#hash;
    const number = order.venueOrderId ?? this.#book.venueOrderId(clientOrderId);
    if (this.#standing.loginReason !== null || hash === null || number === null) {
      const reason =
        number === null ? 'Schwab never told a number of this order' : this.#standing.hindrance();
      this.#commands.unsent('cancel', clientOrderId, reason ?? '');
      return;
    }
    this.#book.expect(clientOrderId, order.symbol, number);
    this.#commands.send('cancel', clientOrderId, async (first) => {
      const token = await first(() => this.#api.login.token());
      await this.#api.cancel(hash, token, number);
      this.#lookSoon();
      return null;
    });
  }

  replace(order: BrokerOrderRef, _change: OrderChange, _terms: BrokerOrder): void {
    const reason = 'orders at Schwab are not changed in place from here; cancel it and send another';
    this.#commands.unsent('replace', order.clientOrderId, reason);
  }

  order(order: BrokerOrderRef): Promise<BrokerOrderReport | null> {
    const { clientOrderId, symbol } = order;
    return this.#ask(async (hash) => {
      const number = order.venueOrderId ?? this.#book.venueOrderId(clientOrderId);
      if (number === null)
        throw new BrokerError(
          'unsupported',
          NAME,
          'it keeps no ids of ours and never told a number of this order; compare it with the orders on its page, then adopt or dismiss it',
        );
      const found = await this.#api.order(hash, number);
      if (found === undefined) return null;
      this.#book.expect(clientOrderId, symbol, number);
      this.#news.settled(clientOrderId);
      return { ...readSchwabOrder(found).report, clientOrderId };
    });
  }

  openOrders(): Promise<readonly BrokerOrderReport[]> {
    return this.#ask(async (hash) =>
      (await this.#api.orders(hash, 0))
        .map((value) => this.#news.read(value))
        .filter((order) => order !== null)
        .map(({ report }) => this.#owned(report))
        .filter(isOpenAtSchwab),
    );
  }

  fills(since: number): Promise<readonly BrokerFill[]> {
    return this.#ask(async (hash) => {
      const orders = [...(await this.#api.orders(hash, since - DAY_MS))];
      const listed = new Set(orders.map(schwabNumber));
      // An order may have been entered long before it filled: the account's books name it.
      const traded = new Set((await this.#api.trades(hash, since)).map(schwabNumber));
      for (const number of traded)
        if (number !== null && !listed.has(number)) orders.push(await this.#api.order(hash, number));
      return orders
        .filter((value) => value !== undefined)
        .flatMap((value) => this.#news.read(value)?.fills ?? [])
        .map((fill) => this.#owned(fill))
        .filter(({ eventTime }) => eventTime >= since)
        .sort((a, b) => a.eventTime - b.eventTime);
    });
  }

  positions(): Promise<readonly BrokerPosition[]> {
    return this.#ask(async (hash) => readSchwabPositions(await this.#api.account(hash)));
  }

  balances(): Promise<readonly BrokerBalance[]> {
    return this.#ask(async (hash) => [readSchwabBalance(await this.#api.account(hash))]);
  }

  close(): void {
    this.#standing.close(() => this.#commands.close());
  }

  /** With our id, where this connection knows it. */
  #owned<Told extends { readonly venueOrderId: string }>(
    told: Told,
  ): Told & { readonly clientOrderId: string | null } {
    return { ...told, clientOrderId: this.#book.clientOrderId(told.venueOrderId) };
  }

  /** What became of a command. */
  #said(event: BrokerEvent): void {
    if (event.kind === 'outcome-unknown' && event.command === 'submit')
      this.#news.outcomeUnknown(event.clientOrderId);
    else if (event.kind === 'unsent' || event.kind === 'rejected') this.#news.settled(event.clientOrderId);
    this.#sink.event(event);
    this.#lookSoon();
  }

  #connect(): void {
    this.#attempt++;
    this.#sink.state({ kind: 'connecting', attempt: this.#attempt });
    if (!this.#standing.isClosed) void this.#look();
  }

  /** Looks at the orders, and at the account when that has not been found yet. */
  async #look(): Promise<void> {
    if (this.#isLooking) return;
    this.#isLooking = true;
    try {
      const isFirst = this.#hash === null;
      const hash = this.#hash ?? (await this.#api.accountHash());
      const orders = await this.#api.orders(hash, this.#openedTime - DAY_MS);
      if (isFirst) this.#news.begin(orders);
      const older = isFirst ? [] : await this.#olderOrders(hash, orders);
      if (this.#standing.isOver) return;
      this.#hash = hash;
      const hasNews = this.#news.look([...orders, ...older]);
      this.#looked(hasNews);
    } catch (error) {
      if (!this.#standing.isOver) this.#failed(error);
    } finally {
      this.#isLooking = false;
    }
  }

  /** Orders of ours that were entered before the list begins. */
  async #olderOrders(hash: string, orders: readonly unknown[]): Promise<unknown[]> {
    const listed = new Set(orders.map(schwabNumber));
    const older: unknown[] = [];
    for (const { venueOrderId } of this.#book.open())
      if (venueOrderId !== null && !listed.has(venueOrderId))
        older.push(await this.#api.order(hash, venueOrderId));
    return older.filter((value) => value !== undefined);
  }

  #looked(hasNews: boolean): void {
    // Schwab asked for quiet while this was under way.
    if (this.#ports.clock.now() < this.#quietUntil) return;
    this.#attempt = 0;
    if (!this.#standing.isReady) {
      const { endTime } = this.#api.login;
      const until = Number.isNaN(endTime) ? undefined : new Date(endTime).toISOString();
      this.#standing.ready(until && `log in again before ${until}`);
    }
    const most = this.#book.open().length > 0 ? LOOK_MS_MAX.open : LOOK_MS_MAX.idle;
    this.#lookMs = hasNews ? FIRST_LOOK_MS : Math.min(most, this.#lookMs * 2);
    this.#lookIn(this.#lookMs);
  }

  #failed(error: unknown): void {
    if (error instanceof NoJson) this.#unreadable(error.raw, 'an answer is no JSON');
    const failure = this.#api.failure(error);
    if (failure.kind === 'unauthorised') this.#standing.needLogin(failure.reason);
    else if (failure.kind === 'busy') this.#wait(failure.reason, failure.retryAfterMs ?? BUSY_MS);
    else {
      const backOff = Math.min(BACK_OFF_MS_MAX, FIRST_BACK_OFF_MS * 2 ** this.#attempt);
      // From half to all of a doubling delay, so that many clients do not come back together.
      this.#wait(failure.reason, backOff * (0.5 + this.#ports.random() / 2));
    }
  }

  /** Not ready for so long; then it connects again. */
  #wait(reason: string, waitMs: number): void {
    if (this.#standing.isOver) return;
    this.#stopTimer();
    const { clock } = this.#ports;
    this.#quietUntil = clock.now() + waitMs;
    this.#stopTimer = clock.after(waitMs, () => this.#connect());
    this.#standing.lost(reason, this.#quietUntil);
  }

  #lookSoon(): void {
    this.#lookMs = FIRST_LOOK_MS;
    if (this.#standing.isReady) this.#lookIn(FIRST_LOOK_MS);
  }

  #lookIn(waitMs: number): void {
    if (this.#standing.isOver) return;
    this.#stopTimer();
    this.#stopTimer = this.#ports.clock.after(waitMs, () => void this.#look());
  }

  async #ask<Answer>(question: (hash: string) => Promise<Answer>): Promise<Answer> {
    this.#standing.requireOpen();
    try {
      return await question(this.#hash ?? (await this.#api.accountHash()));
    } catch (error) {
      if (error instanceof BrokerError) throw error;
      const failure = this.#api.failure(error);
      if (failure.kind === 'unauthorised') this.#standing.needLogin(failure.reason);
      throw questionError(NAME, failure);
    }
  }

  #unreadable(raw: string, reason: string): void {
    this.#sink.event({
      kind: 'unreadable',
      raw: redact(raw, this.#api.login.secrets).slice(0, RAW_MAX),
      reason,
      eventTime: this.#ports.clock.now(),
    });
  }
}
