import { createSeededRandom } from '#domain/values/seeded-random';

export interface TickMessages {
  readonly symbols: readonly string[];
  /** One trade each, as Binance's raw stream sends it. */
  readonly messages: readonly Buffer[];
  /** When each came, in milliseconds. */
  readonly receivedTime: Float64Array;
}

/**
 * Trades of many symbols over 100 seconds a 400,000, seeded. One in two hundred is bad: no price, a repeat, behind its
 * time, ahead of ours, or twice the price before.
 */
export function createTickMessages(count: number, symbolCount: number): TickMessages {
  const random = createSeededRandom(7);
  const symbols = Array.from({ length: symbolCount }, (_, i) => `SYM${String(i).padStart(3, '0')}USDT`);
  const prices = symbols.map(() => 10 + random.next() * 60_000);
  const ids = symbols.map(() => 100_000_000);
  const start = 1_700_000_000_000;
  const receivedTime = new Float64Array(count);
  const messages: Buffer[] = [];
  for (let i = 0; i < count; i++) {
    const slot = random.nextInteger(0, symbolCount - 1);
    prices[slot]! *= 1 + (random.next() - 0.5) * 1e-4;
    let time = start + Math.floor(i / 4);
    let id = ++ids[slot]!;
    let price = prices[slot]!;
    receivedTime[i] = time + 20;
    const fault = random.nextInteger(0, 999);
    if (fault === 0) price = 0;
    else if (fault === 1) id -= 1;
    else if (fault === 2) time -= 60_000;
    else if (fault === 3) time += 60_000;
    else if (fault === 4) price *= 2;
    const size = (0.001 + random.next() * 3).toFixed(8);
    messages.push(
      Buffer.from(
        `{"e":"trade","E":${time + 1},"s":"${symbols[slot]}","t":${id},"p":"${price.toFixed(8)}","q":"${size}","T":${time},"m":${random.next() < 0.5},"M":true}`,
      ),
    );
  }
  return { symbols, messages, receivedTime };
}

/** What a pipeline makes of them; equal for all pipelines before any is timed. */
export interface PipelineResult {
  readonly last: readonly number[];
  readonly volume: readonly number[];
  /** Bars of a minute that closed, and their prices and volumes added up. */
  readonly bars: number;
  readonly barSum: number;
  readonly accepted: number;
  readonly duplicates: number;
  readonly refused: number;
  /** What the three subscribers saw: rows, prices added up, newest time. */
  readonly seen: readonly [rows: number, prices: number, newestTime: number];
}

export const BATCH_ROWS = 256;
