import { OctopusError } from '#contract/errors';
import type { BarColumns } from '#domain/market/bar';
import { type Timeframe, timeframeMs } from '#domain/market/timeframe';
import type { BarRange, MarketStore } from '../ports/market-store.ts';
import type { InstrumentInput } from '../simulation/backtest/account-request.ts';
import { readEnoughBars } from './read-enough-bars.ts';

/** What a run sees of its instruments beside the bars that its strategy decides on. */
export interface DataBeside {
  /** Further lengths of bar: shorter ones decide what a longer bar leaves open, longer ones are there to be looked at. */
  readonly also?: readonly Timeframe[] | undefined;
  /** What orders match on: bars, the stored trades, or the stored quotes. */
  readonly resolution?: 'bar' | 'tick' | 'quote' | undefined;
}

/**
 * The data of one instrument: its bars, of further lengths too, and its ticks where orders are to match on them. Throws
 * an `OctopusError` BAD_REQUEST that says what is not stored.
 */
export async function readInstrumentData(
  market: MarketStore,
  main: { readonly symbol: string; readonly timeframe: Timeframe; readonly bars: BarColumns },
  { also = [], resolution = 'bar', range }: DataBeside & { readonly range: BarRange },
): Promise<Pick<InstrumentInput, 'series' | 'trades' | 'quotes'>> {
  const { symbol, timeframe, bars } = main;
  const series = [{ timeframe, bars }];
  for (const other of new Set(also)) {
    if (other === timeframe) continue;
    series.push({
      timeframe: other,
      bars: await readEnoughBars(market, { symbol, timeframe: other, range, minimum: 1 }),
    });
  }
  if (resolution === 'bar') return { series };
  // Ticks before the first bar, or long after the last, would be of a run that has not begun, or has ended.
  const span = { from: bars.time[0]!, to: bars.time[bars.length - 1]! + timeframeMs(timeframe) };
  const ticks =
    resolution === 'tick'
      ? { trades: await market.readTrades(symbol, span) }
      : { quotes: await market.readQuotes(symbol, span) };
  const { length } = ticks.trades ?? ticks.quotes!;
  if (length > 0) return { series, ...ticks };
  throw new OctopusError(
    'BAD_REQUEST',
    `${symbol} has no stored ${resolution === 'tick' ? 'trades' : 'quotes'} within its bars: import some, or take another resolution`,
  );
}
