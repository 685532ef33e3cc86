import { listOf, numberOf, objectOf, textOf } from '#domain/values/json-value';
import type {
  BrokerBalance,
  BrokerFill,
  BrokerOrderRef,
  BrokerOrderReport,
  BrokerPorts,
} from '#engine/ports/broker';
import { BrokerError } from '#engine/ports/broker-error';
import { type CcxtClient, UnreadableAnswer } from './ccxt-client.ts';
import {
  coinbaseOrderParameters,
  readCoinbaseFill,
  readCoinbaseNews,
  readCoinbaseOrder,
  textIn,
  timeIn,
} from './coinbase-order.ts';
import { exactAmount } from './exact-amount.ts';
import type { ExchangeDialect, OrderParameters, StreamNews } from './exchange-dialect.ts';
import { VenueFailure } from './venue-failure.ts';

type Row = Readonly<Record<string, unknown>>;

const PAGE = 250;
/** Pages that are looked through for an order of which only our id is known. */
const PAGES_MAX = 20;
const ORDERS = 'brokerage/orders/historical/batch';
/** Channels that say nothing of orders. */
const OTHER_CHANNELS = ['heartbeats', 'subscriptions'];

/** Coinbase Advanced Trade: REST under `/api/v3/brokerage`, news of the channel `user`, fills by REST when it tells of some. */
export class CoinbaseDialect implements ExchangeDialect {
  readonly isCancelledByNumber = true;
  readonly #client: CcxtClient;
  readonly #ports: BrokerPorts;
  readonly #cash: string;
  /** How much our clock is ahead. */
  #aheadMs = 0;
  #isListening = false;

  constructor(client: CcxtClient, ports: BrokerPorts, rest: string) {
    this.#client = client;
    this.#ports = ports;
    this.#cash = (ports.fields['currency'] || 'USD').toUpperCase();
    client.exchange.urls['api'] = { rest };
    client.exchange.options['advanced'] = true;
    client.exchange.seconds = () => this.#seconds();
  }

  async login(): Promise<void> {
    this.#isListening = false;
    const request = { path: 'brokerage/time', api: ['v3', 'public'], method: 'GET' } as const;
    const told = objectOf(await this.#client.ask(request));
    const serverTime = numberOf(told?.['epochMillis']);
    if (Number.isNaN(serverTime)) throw new UnreadableAnswer('the time is missing');
    this.#aheadMs = this.#ports.clock.now() - serverTime;
    await this.#accounts();
  }

  parametersOf = coinbaseOrderParameters;

  async submit(parameters: OrderParameters): Promise<{ venueOrderId: string; eventTime: number }> {
    const answer = await this.#ask('POST', 'brokerage/orders', parameters);
    const success = objectOf(answer['success_response']);
    if (answer['success'] !== true || !success) {
      const reason = textOf(answer['failure_reason']) ?? 'no reason is given';
      throw new VenueFailure({ kind: 'refused', reason: reason });
    }
    return { venueOrderId: textIn(success, 'order_id'), eventTime: this.#ports.clock.now() };
  }

  async cancel({ venueOrderId }: BrokerOrderRef): Promise<null> {
    const answer = await this.#ask('POST', 'brokerage/orders/batch_cancel', { order_ids: [venueOrderId] });
    const [first] = listOf(answer['results']) ?? [];
    const result = objectOf(first);
    if (!result) throw new UnreadableAnswer('a cancel is not answered');
    if (result['success'] === true) return null;
    throw new VenueFailure({
      kind: 'refused',
      reason: textOf(result['failure_reason']) ?? 'no reason is given',
    });
  }

  async order({ clientOrderId, venueOrderId, symbol }: BrokerOrderRef): Promise<BrokerOrderReport | null> {
    if (venueOrderId === null) return this.#search(clientOrderId, symbol);
    try {
      const answer = await this.#ask(
        'GET',
        `brokerage/orders/historical/${encodeURIComponent(venueOrderId)}`,
        {},
      );
      return readCoinbaseOrder(rowIn(answer, 'order'));
    } catch (error) {
      if (error instanceof VenueFailure && (error.isUnknownOrder || /not.?found/i.test(error.message)))
        return null;
      throw error;
    }
  }

  async openOrders(): Promise<BrokerOrderReport[]> {
    const reports: BrokerOrderReport[] = [];
    for await (const rows of this.#pages(ORDERS, 'orders', { order_status: ['OPEN'] }))
      reports.push(...rows.map(readCoinbaseOrder));
    return reports;
  }

  fills(since: number): Promise<BrokerFill[]> {
    return this.#fills({ start_sequence_timestamp: new Date(Math.max(0, since)).toISOString() }, since);
  }

  fillsOf({ venueOrderId }: BrokerOrderReport): Promise<BrokerFill[]> {
    return this.#fills({ order_ids: [venueOrderId] }, 0);
  }

  async positions() {
    const held = (await this.#accounts()).filter(
      ({ asset, quantity }) => asset !== this.#cash && quantity !== 0n,
    );
    // Coinbase does not say what was paid.
    return held.map(({ asset, quantity }) => ({
      symbol: `${asset}-${this.#cash}`,
      quantity,
      averagePrice: 0n,
    }));
  }

  async balances(): Promise<BrokerBalance[]> {
    const row = (await this.#accounts()).find(({ asset }) => asset === this.#cash);
    return [{ currency: this.#cash, cash: row?.quantity ?? 0n, buyingPower: row?.free ?? 0n, equity: null }];
  }

  greetings(): readonly string[] {
    return ['heartbeats', 'user'].map((channel) =>
      JSON.stringify({ type: 'subscribe', channel, jwt: this.#client.token(this.#seconds()) }),
    );
  }

  async read(text: string): Promise<readonly StreamNews[]> {
    const message = objectOf(this.#client.exchange.parseJson(text));
    if (message?.['type'] === 'error') {
      const reason = this.#client.told(textOf(message['message']) ?? 'no reason');
      const kind = /auth|jwt|key/i.test(reason) ? 'unauthorised' : 'unknown';
      throw new VenueFailure({ kind, reason: `its stream refuses: ${reason}` });
    }
    const channel = message?.['channel'];
    if (OTHER_CHANNELS.includes(String(channel))) return [];
    const events = listOf(message?.['events']);
    if (!message || channel !== 'user' || !events)
      throw new UnreadableAnswer('a message of the stream is of no documented form');
    const time = timeIn(message, ['timestamp']);
    const orders = events.flatMap((event) => listOf(objectOf(event)?.['orders']) ?? []);
    const news = orders.map((order): StreamNews => {
      const row = objectOf(order);
      if (!row) throw new UnreadableAnswer('an order of the stream is no object');
      return { kind: 'order', report: readCoinbaseNews(row, time) };
    });
    // The first message of the channel is how things stand: it says that the channel is there.
    if (this.#isListening) return news;
    this.#isListening = true;
    return [{ kind: 'listening' }];
  }

  #seconds(): number {
    return Math.floor((this.#ports.clock.now() - this.#aheadMs) / 1_000);
  }

  async #ask(method: 'GET' | 'POST', path: string, parameters: OrderParameters): Promise<Row> {
    const answer = objectOf(await this.#client.ask({ path, api: ['v3', 'private'], method, parameters }));
    if (!answer) throw new UnreadableAnswer(`${path} is no object`);
    return answer;
  }

  async *#pages(path: string, name: string, parameters: OrderParameters): AsyncGenerator<readonly Row[]> {
    for (let cursor = ''; ; ) {
      const answer = await this.#ask('GET', path, {
        ...parameters,
        limit: PAGE,
        ...(cursor ? { cursor } : {}),
      });
      const rows = listOf(answer[name]);
      if (!rows) throw new UnreadableAnswer(`${name} is no list`);
      yield rows.map((row) => rowIn({ row }, 'row'));
      cursor = textOf(answer['cursor']) ?? '';
      if (cursor === '' || rows.length === 0) return;
    }
  }

  /** Coinbase does not find orders by our id: its list, newest first, is looked through. */
  async #search(clientOrderId: string, symbol: string): Promise<BrokerOrderReport | null> {
    let pages = 0;
    for await (const rows of this.#pages(ORDERS, 'orders', { product_ids: [symbol.toUpperCase()] })) {
      const found = rows.find((row) => row['client_order_id'] === clientOrderId);
      if (found) return readCoinbaseOrder(found);
      if (++pages >= PAGES_MAX) {
        const reason = `the order is not among the newest ${PAGES_MAX * PAGE} of ${symbol}`;
        throw new BrokerError('unsupported', 'Coinbase', `${reason}; look at its own pages`);
      }
    }
    return null;
  }

  async #fills(parameters: OrderParameters, since: number): Promise<BrokerFill[]> {
    const fills: BrokerFill[] = [];
    for await (const rows of this.#pages('brokerage/orders/historical/fills', 'fills', parameters))
      fills.push(...rows.filter((row) => row['trade_type'] === 'FILL').map(readCoinbaseFill));
    return fills.filter(({ eventTime }) => eventTime >= since).sort((a, b) => a.eventTime - b.eventTime);
  }

  async #accounts() {
    const accounts: { readonly asset: string; readonly free: bigint; readonly quantity: bigint }[] = [];
    for await (const rows of this.#pages('brokerage/accounts', 'accounts', {}))
      for (const row of rows) {
        const free = exactAmount(rowIn(row, 'available_balance')['value'], 'available_balance');
        const held = exactAmount(rowIn(row, 'hold')['value'], 'hold');
        accounts.push({ asset: textIn(row, 'currency'), free, quantity: free + held });
      }
    return accounts;
  }
}

function rowIn(row: Row, field: string): Row {
  const value = objectOf(row[field]);
  if (!value) throw new UnreadableAnswer(`${field} is no object`);
  return value;
}
