import type { LiveBars } from '#agents/realtime-processor/live-bars';
import { TradingDay } from '#domain/market/trading-day';
import type { QuoteBoard } from '#engine/cache/quote-board';
import type { Clock } from '#engine/ports/clock';
import type { Log } from '#engine/ports/log';
import type { MarketStore } from '#engine/ports/market-store';
import type { KnownInstruments } from '../accounts/known-instruments.ts';

export interface StreamedDaysPorts {
  readonly board: QuoteBoard;
  readonly bars: LiveBars;
  readonly market: Pick<MarketStore, 'readBars'>;
  readonly instruments: Pick<KnownInstruments, 'calendarOf'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
  /** The replay session plays this symbol: its day on the board is the session's. */
  readonly isPlayed: (symbol: string) => boolean;
}

/** The trading day of streamed symbols on the quote board: the close before it, and what was heard of it. */
export class StreamedDays {
  readonly #ports: StreamedDaysPorts;
  /** Streamed symbols that the session played when it was last looked at. */
  readonly #played = new Set<string>();

  constructor(ports: StreamedDaysPorts) {
    this.#ports = ports;
  }

  begin(symbol: string): void {
    if (this.#ports.isPlayed(symbol)) this.#played.add(symbol);
  }

  forget(symbol: string): void {
    this.#played.delete(symbol);
  }

  /** Shows the day as far as it is known. */
  async show(symbol: string): Promise<void> {
    const { board, bars, market, instruments, clock, isPlayed } = this.#ports;
    const day = new TradingDay(instruments.calendarOf(symbol));
    day.find(clock.now());
    const { close } = await market.readBars(symbol, '1d', { to: day.date, limit: 1 });
    const slot = board.find(symbol);
    if (slot === undefined || isPlayed(symbol) || !bars.has(symbol)) return;
    board.openDay(slot, close[0] ?? Number.NaN, bars.builder.forming(slot, '1d'));
  }

  /** The bar was handed out after the first ticks of the next day, which are in the bar being formed. */
  ended(symbol: string, close: number): void {
    const { board, bars, isPlayed } = this.#ports;
    if (isPlayed(symbol)) return;
    const slot = board.slot(symbol);
    board.openDay(slot, close, bars.builder.forming(slot, '1d'));
  }

  /** A streamed symbol that the session has left shows its stream again, and nothing of the replay. */
  noticeSession(streamed: readonly string[]): void {
    const { board, isPlayed, log } = this.#ports;
    for (const symbol of streamed) {
      if (isPlayed(symbol)) this.#played.add(symbol);
      else if (this.#played.delete(symbol)) {
        const slot = board.slot(symbol);
        board.openDay(slot, Number.NaN);
        board.publish(slot, Number.NaN, Number.NaN, Number.NaN, Number.NaN, 0);
        this.show(symbol).catch((error: unknown) =>
          log.warn('stored bars could not be read', { symbol, error: String(error) }),
        );
      }
    }
  }
}
