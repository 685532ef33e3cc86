import { createHmac } from 'node:crypto';
import { listOf, objectOf, textOf } from '#domain/values/json-value';
import type {
  BrokerBalance,
  BrokerFill,
  BrokerOrderRef,
  BrokerOrderReport,
  BrokerPorts,
} from '#engine/ports/broker';
import {
  type BinancePair,
  binanceOrderParameters,
  binancePairName,
  idOf,
  readBinanceOrder,
  readBinanceTrade,
  readExecutionReport,
  rowOf,
  timeOf,
} from './binance-order.ts';
import { type CcxtClient, UnreadableAnswer } from './ccxt-client.ts';
import { exactAmount } from './exact-amount.ts';
import type { ExchangeDialect, OrderParameters, StreamNews } from './exchange-dialect.ts';
import { VenueFailure } from './venue-failure.ts';

type Row = Readonly<Record<string, unknown>>;

const TRADES_PAGE = 1_000;
const DAY_MS = 86_400_000;
/** Trades of so many days are asked for day by day; of more, all from the first on. */
const DAYS_MAX = 7;
const REPORTED = 'executionReport';
/** Messages of the stream that say nothing of orders. */
const OTHER_NEWS = ['outboundAccountPosition', 'balanceUpdate', 'externalLockUpdate', 'listStatus'];

/** Binance's spot market: REST under `/api/v3`, news by `userDataStream.subscribe.signature` of its WebSocket API. */
export class BinanceDialect implements ExchangeDialect {
  readonly isCancelledByNumber = false;
  readonly #client: CcxtClient;
  readonly #ports: BrokerPorts;
  readonly #cash: string;
  readonly #pairs = new Map<string, BinancePair>();
  /** How much our clock is ahead. */
  #aheadMs = 0;

  constructor(client: CcxtClient, ports: BrokerPorts, rest: string) {
    this.#client = client;
    this.#ports = ports;
    this.#cash = (ports.fields['currency'] || 'USDT').toUpperCase();
    client.exchange.urls['api'] = { public: `${rest}/api/v3`, private: `${rest}/api/v3` };
  }

  async login(): Promise<void> {
    const told = rowOf(await this.#client.ask({ path: 'time', api: 'public', method: 'GET' }), 'the time');
    this.#aheadMs = this.#ports.clock.now() - timeOf(told['serverTime']);
    this.#client.exchange.options['timeDifference'] = this.#aheadMs;
    await this.#account();
  }

  parametersOf = binanceOrderParameters;

  async submit(parameters: OrderParameters): Promise<{ venueOrderId: string; eventTime: number }> {
    const answer = rowOf(await this.#ask('POST', 'order', parameters), 'the answer to an order');
    return { venueOrderId: idOf(answer['orderId'], 'orderId'), eventTime: timeOf(answer['transactTime']) };
  }

  async cancel(order: BrokerOrderRef): Promise<BrokerOrderReport> {
    const row = rowOf(await this.#ask('DELETE', 'order', named(order)), 'the answer to a cancel');
    return readBinanceOrder(row, await this.#pair(binancePairName(order.symbol)));
  }

  async order(order: BrokerOrderRef): Promise<BrokerOrderReport | null> {
    try {
      const row = rowOf(await this.#ask('GET', 'order', named(order)), 'an order');
      return readBinanceOrder(row, await this.#pair(binancePairName(order.symbol)));
    } catch (error) {
      if (error instanceof VenueFailure && error.isUnknownOrder) return null;
      throw error;
    }
  }

  async openOrders(): Promise<BrokerOrderReport[]> {
    const reports: BrokerOrderReport[] = [];
    for (const row of await this.#list('openOrders', {}))
      reports.push(readBinanceOrder(row, await this.#pair(String(row['symbol']))));
    return reports;
  }

  /** Binance tells trades of one pair only: those traded here, of open orders, and of what is held. */
  async fills(since: number, symbols: readonly string[]): Promise<BrokerFill[]> {
    const held = (await this.#holdings()).map(({ asset }) => `${asset}${this.#cash}`);
    const open = (await this.#list('openOrders', {})).map((row) => String(row['symbol']));
    const fills: BrokerFill[] = [];
    for (const name of new Set([...symbols.map(binancePairName), ...open, ...held])) {
      const pair = await this.#pair(name).catch(ifUnknown);
      if (pair) for (const row of await this.#trades(name, since)) fills.push(readBinanceTrade(row, pair));
    }
    return fills.filter(({ eventTime }) => eventTime >= since).sort((a, b) => a.eventTime - b.eventTime);
  }

  async fillsOf(report: BrokerOrderReport): Promise<BrokerFill[]> {
    const symbol = binancePairName(report.symbol);
    const pair = await this.#pair(symbol);
    const rows = await this.#list('myTrades', { symbol, orderId: report.venueOrderId, limit: TRADES_PAGE });
    return rows.map((row) => readBinanceTrade(row, pair));
  }

  async positions() {
    return (await this.#holdings()).map(({ asset, quantity }) => ({
      symbol: `${asset}-${this.#cash}`,
      quantity,
      // Binance does not say what was paid.
      averagePrice: 0n,
    }));
  }

  async balances(): Promise<BrokerBalance[]> {
    const row = (await this.#account()).find(({ asset }) => asset === this.#cash);
    return [{ currency: this.#cash, cash: row?.quantity ?? 0n, buyingPower: row?.free ?? 0n, equity: null }];
  }

  greetings(): readonly string[] {
    const { apiKey = '', secret = '' } = this.#ports.fields;
    const parameters = { apiKey, timestamp: this.#ports.clock.now() - this.#aheadMs };
    const signature = createHmac('sha256', secret)
      .update(new URLSearchParams(textual(parameters)).toString())
      .digest('hex');
    const method = 'userDataStream.subscribe.signature';
    return [JSON.stringify({ id: 'subscribe', method, params: { ...parameters, signature } })];
  }

  async read(text: string): Promise<readonly StreamNews[]> {
    const message = objectOf(this.#client.exchange.parseJson(text));
    if (message?.['id'] === 'subscribe') {
      if (message['status'] === 200) return [{ kind: 'listening' }];
      const error = objectOf(message['error']);
      throw new VenueFailure({
        kind: 'unknown',
        reason: `its stream refuses: ${textOf(error?.['msg']) ?? 'no reason'}`,
      });
    }
    const event = objectOf(message?.['event']);
    const kind = event?.['e'];
    if (kind === 'eventStreamTerminated' || kind === 'serverShutdown')
      throw new VenueFailure({ kind: 'unknown', reason: 'its stream ends' });
    if (OTHER_NEWS.includes(String(kind))) return [];
    if (!event || kind !== REPORTED)
      throw new UnreadableAnswer('a message of the stream is of no documented form');
    return [{ kind: 'order', ...readExecutionReport(event, await this.#pair(String(event['s']))) }];
  }

  #ask(method: 'GET' | 'POST' | 'DELETE', path: string, parameters: OrderParameters): Promise<unknown> {
    return this.#client.ask({ path, api: 'private', method, parameters });
  }

  async #list(path: string, parameters: OrderParameters): Promise<readonly Row[]> {
    const rows = listOf(await this.#ask('GET', path, parameters));
    if (!rows) throw new UnreadableAnswer(`${path} is no list`);
    return rows.map((row) => rowOf(row, path));
  }

  async #trades(symbol: string, since: number): Promise<readonly Row[]> {
    const now = this.#ports.clock.now();
    const limit = TRADES_PAGE;
    const rows: Row[] = [];
    if (now - since > DAYS_MAX * DAY_MS) {
      for (let fromId = '0'; ; ) {
        const page = await this.#list('myTrades', { symbol, fromId, limit });
        rows.push(...page);
        if (page.length < limit) return rows;
        fromId = String(BigInt(idOf(page.at(-1)?.['id'], 'trade')) + 1n);
      }
    }
    for (let startTime = since; startTime <= now; ) {
      const endTime = startTime + DAY_MS - 1;
      const page = await this.#list('myTrades', { symbol, startTime, endTime, limit });
      rows.push(...page);
      // A full page goes on at its last millisecond, whose trades come twice and are told once.
      const last = page.length < limit ? endTime + 1 : timeOf(page.at(-1)?.['time']);
      startTime = Math.max(last, startTime + 1);
    }
    return [...new Map(rows.map((row) => [idOf(row['id'], 'trade'), row])).values()];
  }

  async #account() {
    const answer = rowOf(await this.#ask('GET', 'account', { omitZeroBalances: 'true' }), 'the account');
    const rows = listOf(answer['balances']);
    if (!rows) throw new UnreadableAnswer('the account has no balances');
    return rows.map((value) => {
      const row = rowOf(value, 'a balance');
      const free = exactAmount(row['free'], 'free');
      return { asset: String(row['asset']), free, quantity: free + exactAmount(row['locked'], 'locked') };
    });
  }

  async #holdings() {
    return (await this.#account()).filter(({ asset, quantity }) => asset !== this.#cash && quantity !== 0n);
  }

  /** Of `BTCUSDT`: what is bought and what is paid. Asked for once. */
  async #pair(name: string): Promise<BinancePair> {
    const known = this.#pairs.get(name);
    if (known) return known;
    const request = {
      path: 'exchangeInfo',
      api: 'public',
      method: 'GET',
      parameters: { symbol: name },
    } as const;
    const [first] = listOf(rowOf(await this.#client.ask(request), 'exchangeInfo')['symbols']) ?? [];
    const row = rowOf(first, 'a pair');
    const base = textOf(row['baseAsset']);
    const quote = textOf(row['quoteAsset']);
    if (!base || !quote) throw new UnreadableAnswer(`the pair ${name} is not described`);
    const pair = { symbol: `${base}-${quote}`, base, quote };
    this.#pairs.set(name, pair);
    return pair;
  }
}

/** An asset that is held need not have a pair with the account's currency. */
function ifUnknown(error: unknown): null {
  if (error instanceof VenueFailure && error.failure.kind === 'refused') return null;
  throw error;
}

function named({ symbol, clientOrderId, venueOrderId }: BrokerOrderRef): OrderParameters {
  return {
    symbol: binancePairName(symbol),
    ...(clientOrderId === '' ? { orderId: venueOrderId } : { origClientOrderId: clientOrderId }),
  };
}

function textual(parameters: OrderParameters): Record<string, string> {
  return Object.fromEntries(Object.entries(parameters).map(([key, value]) => [key, String(value)]));
}
