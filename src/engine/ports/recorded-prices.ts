import type { BarColumns } from '#domain/market/bar';
import type { QuoteColumns, TradeColumns } from '#domain/market/tick-columns';
import type { Timeframe } from '#domain/market/timeframe';

/** What is stored of a symbol in its finest form: ticks where there are any, else its shortest bars. */
export type RecordedCoverage =
  | { readonly form: 'ticks'; readonly firstTime: number; readonly lastTime: number }
  | {
      readonly form: 'bars';
      readonly timeframe: Timeframe;
      readonly firstTime: number;
      readonly lastTime: number;
    };

/** Prices at rest, for whoever plays them again. Ranges are from (inclusive) to (exclusive), in milliseconds. */
export interface RecordedPrices {
  /** Undefined when nothing is stored of the symbol. Times are those of the first and last tick or bar. */
  coverage(symbol: string): Promise<RecordedCoverage | undefined>;
  trades(symbol: string, from: number, to: number): Promise<TradeColumns>;
  quotes(symbol: string, from: number, to: number): Promise<QuoteColumns>;
  bars(symbol: string, timeframe: Timeframe, from: number, to: number): Promise<BarColumns>;
}
