import { createSeededRandom } from '#domain/values/seeded-random';
import type { StreamServer } from './stream-server.ts';
import { binanceStreamVendor, type StreamVendor, type VendorTrade } from './stream-vendors.ts';

export interface ReferenceBar {
  readonly time: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

const MINUTE_MS = 60_000;
const INTERVAL_MS: Readonly<Record<string, number>> = { '1m': MINUTE_MS, '5m': 300_000, '1h': 3_600_000 };

/**
 * A market as its vendor knows it: one trade every `everyMs` whether anybody listens or not, told on the stream to who
 * has subscribed, and as candles to who asks. Sizes are eighths, so that sums are exact in any order.
 */
export class BinanceMarket {
  readonly symbol: string;
  readonly trades: VendorTrade[] = [];
  readonly #everyMs: number;
  readonly #random = createSeededRandom(7);
  #next: number;

  constructor(symbol: string, start: number, everyMs: number) {
    this.symbol = symbol;
    this.#next = start;
    this.#everyMs = everyMs;
  }

  /** Trades up to and including `time` happen; answers the new ones. */
  happen(time: number): VendorTrade[] {
    const fresh: VendorTrade[] = [];
    for (; this.#next <= time; this.#next += this.#everyMs) {
      const price =
        Math.round(10_000 + 100 * Math.sin(this.trades.length / 50) + 40 * this.#random.next()) / 100;
      const trade = {
        symbol: this.symbol,
        price,
        size: this.#random.nextInteger(1, 80) / 8,
        time: this.#next,
        sequence: this.trades.length + 1,
      };
      this.trades.push(trade);
      fresh.push(trade);
    }
    return fresh;
  }

  /** Tells trades to a server's clients that subscribed; answers how many were told. */
  tell(
    server: StreamServer,
    trades: readonly VendorTrade[],
    vendor: StreamVendor = binanceStreamVendor,
  ): number {
    if (server.open() === 0) return 0;
    const name = vendor.subscribed(server.said).find((one) => one.endsWith(this.symbol));
    if (name === undefined) return 0;
    for (const trade of trades) server.send(vendor.trade({ ...trade, symbol: name }));
    return trades.length;
  }

  /** Bars of all trades that happened: what must come of them, made in the plainest way. */
  bars(interval: string, from: number, to: number): ReferenceBar[] {
    const length = INTERVAL_MS[interval] ?? 86_400_000;
    const bars = new Map<number, ReferenceBar>();
    for (const { time, price, size } of this.trades) {
      const start = Math.floor(time / length) * length;
      if (start < from || start >= to) continue;
      const bar = bars.get(start);
      bars.set(start, {
        time: start,
        open: bar?.open ?? price,
        high: Math.max(bar?.high ?? price, price),
        low: Math.min(bar?.low ?? price, price),
        close: price,
        volume: (bar?.volume ?? 0) + size,
      });
    }
    return [...bars.values()];
  }

  /** Answers `/api/v3/klines` as the vendor documents it; 404 for anything else. */
  answer(url: URL): { status?: number; body: unknown } {
    if (!url.pathname.endsWith('/klines')) return { status: 404, body: {} };
    const { interval = '1m', startTime, endTime } = Object.fromEntries(url.searchParams);
    const bars = this.bars(interval, Number(startTime), Number(endTime) + 1);
    return {
      body: bars.map(({ time, open, high, low, close, volume }) => [
        time,
        ...[open, high, low, close, volume].map((value) => value.toFixed(8)),
        time + (INTERVAL_MS[interval] ?? 86_400_000) - 1,
      ]),
    };
  }
}
