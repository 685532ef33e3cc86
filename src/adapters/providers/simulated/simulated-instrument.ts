import { QUOTE_TICK, type TickBatch, TRADE_TICK } from '#domain/market/tick-batch';
import { createSeededRandom, mixSeed } from '#domain/values/seeded-random';
import { HashedPath, hash, normalOf } from './hashed-path.ts';
import { SimulatedBook } from './simulated-book.ts';

const DAY_MS = 86_400_000;
/** 2000-01-01T00:00Z, where every simulated market begins. */
const ORIGIN_MS = 946_684_800_000;
const DAYS = 16_384;
const TRADING_DAYS = 365;
/** How strongly a day's volatility follows that of the day before. */
const PERSISTENCE = 0.94;
const VOLATILITY_OF_VOLATILITY = 0.16;
/** Half of the quotes are followed by a trade. */
const TRADE_SHARE = 0.5;
const MAXIMUM_LOG_MOVE = 3;

/**
 * One made-up instrument that trades day and night: its price is a pure function of seed, symbol and time, so that
 * history and stream agree, and the same seed shows the same market on every machine. Volatility comes in clusters;
 * there is no trend.
 */
export class SimulatedInstrument {
  readonly tickSize: number;
  /** As of the last step appended. */
  readonly book: SimulatedBook;
  readonly #path: HashedPath;
  readonly #seed: number;
  readonly #startPrice: number;
  /** Standard deviation of the log price over one ordinary day. */
  readonly #dailyDeviation: number;
  /** Variance of all days before, in ordinary days. */
  readonly #elapsed = new Float64Array(DAYS + 1);

  constructor(seed: number, symbol: string) {
    this.#seed = mixSeed(seed, symbol);
    this.#path = new HashedPath(seed, symbol, 'path');
    const random = createSeededRandom(mixSeed(seed, symbol, 'character'));
    this.#startPrice = 15 * 30 ** random.next();
    this.#dailyDeviation = (0.18 + 0.35 * random.next()) / Math.sqrt(TRADING_DAYS);
    this.tickSize = 0.01;
    this.book = new SimulatedBook(this.#seed);
    let logVolatility = 0;
    for (let day = 0; day < DAYS; day++) {
      logVolatility =
        logVolatility * PERSISTENCE + VOLATILITY_OF_VOLATILITY * normalOf(hash(this.#seed, 2, day, 0));
      this.#elapsed[day + 1] = this.#elapsed[day]! + Math.exp(2 * logVolatility - 0.5);
    }
  }

  /** Price before it is rounded to ticks, at `time` in milliseconds. */
  fairPrice(time: number): number {
    const days = Math.min(Math.max((time - ORIGIN_MS) / DAY_MS, 0), DAYS - 1);
    const day = Math.floor(days);
    const elapsed = this.#elapsed[day]! + (this.#elapsed[day + 1]! - this.#elapsed[day]!) * (days - day);
    const move = this.#dailyDeviation * this.#path.at(elapsed);
    // Bent towards the start, so that decades neither ruin the instrument nor make it the whole economy.
    return this.#startPrice * Math.exp(MAXIMUM_LOG_MOVE * Math.tanh(move / MAXIMUM_LOG_MOVE));
  }

  /** Appends the quote of one step of a grid of `stepMs`, and the trade after it if there is one. Needs room for two rows. */
  appendStep(step: number, stepMs: number, slot: number, receivedTime: number, batch: TickBatch): void {
    const time = step * stepMs;
    const fair = this.fairPrice(time);
    const chance = hash(this.#seed, 1, step >>> 0, Math.floor(step / 4_294_967_296));
    const halfSpread = Math.max(0.5, Math.round((fair * 0.00008 * (1 + (chance & 3))) / this.tickSize));
    const middle = Math.round(fair / this.tickSize);
    const bid = Math.max(1, Math.floor(middle - halfSpread));
    const ask = Math.max(bid + 1, Math.ceil(middle + halfSpread));
    const bidSize = 100 * (1 + ((chance >>> 2) & 15));
    const askSize = 100 * (1 + ((chance >>> 6) & 15));
    this.book.quote({ bid, ask, bidSize, askSize }, time, step);
    const row = batch.length++;
    batch.slot[row] = slot;
    batch.kind[row] = QUOTE_TICK;
    batch.eventTime[row] = time;
    batch.receivedTime[row] = receivedTime;
    batch.price[row] = Number.NaN;
    batch.size[row] = Number.NaN;
    batch.bid[row] = bid / 100;
    batch.ask[row] = ask / 100;
    batch.bidSize[row] = bidSize;
    batch.askSize[row] = askSize;
    batch.sequence[row] = step;
    if (!isTrade(chance)) return;
    const trade = batch.length++;
    batch.slot[trade] = slot;
    batch.kind[trade] = TRADE_TICK;
    batch.eventTime[trade] = time;
    batch.receivedTime[trade] = receivedTime;
    batch.price[trade] = ((chance & 1) === 0 ? bid : ask) / 100;
    batch.size[trade] = 1 + ((chance >>> 10) % 400);
    batch.bid[trade] = Number.NaN;
    batch.ask[trade] = Number.NaN;
    batch.bidSize[trade] = Number.NaN;
    batch.askSize[trade] = Number.NaN;
    batch.sequence[trade] = step;
  }
}

function isTrade(chance: number): boolean {
  return (chance >>> 22) / 1024 < TRADE_SHARE;
}
