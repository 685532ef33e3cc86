import { Option } from 'commander';
import type { BarColumns } from '#domain/market/bar';
import { ADJUSTMENTS, type Adjustment } from '#domain/market/corporate-action';
import type { Timeframe } from '#domain/market/timeframe';
import { unknownName } from '#domain/values/nearest-names';
import { dataOption, parseInstant, timeframeOption } from './options.ts';
import type { Terminal } from './terminal.ts';

/** Which bars of the store a command wants, and how they are to be told. */
export interface StoredBarsOptions {
  readonly from?: number;
  readonly to?: number;
  readonly limit?: number;
  readonly asOf?: number;
  readonly adjust: Adjustment;
  readonly timeframe: Timeframe;
  readonly data?: string;
}

/** The options that {@link readStoredBars} reads, in the order of help. */
export function storedBarsOptions(): Option[] {
  return [
    new Option('--from <date>', 'first date or time, included').argParser(parseInstant),
    new Option('--to <date>', 'date or time to stop at, not included').argParser(parseInstant),
    timeframeOption('length of a bar').default('1d'),
    new Option('--as-of <date>', 'bars as they were known then, before later revisions').argParser(
      parseInstant,
    ),
    new Option('--adjust <what>', 'restate prices for the splits, or splits and dividends, that followed')
      .choices(ADJUSTMENTS)
      .default('none'),
    dataOption(),
  ];
}

/** Bars of a symbol, in whatever case it is given. Throws a sentence with the nearest names when there are none. */
export async function readStoredBars(
  terminal: Terminal,
  symbol: string,
  options: StoredBarsOptions,
): Promise<{ symbol: string; bars: BarColumns }> {
  const { withEngine } = await import('./open-engine.ts');
  const { readAdjustedBars } = await import('#engine/market/read-adjusted-bars');
  const { timeframe, adjust, from, to, limit, asOf } = options;
  return withEngine(terminal, options.data, async ({ stores: { market } }) => {
    const all = await market.series();
    const stored = all.filter((series) => series.symbol.toUpperCase() === symbol.toUpperCase());
    const series = stored.find((one) => one.timeframe === timeframe);
    if (!series) {
      if (stored.length === 0)
        throw new Error(
          unknownName(
            'symbol',
            symbol,
            all.map((one) => one.symbol),
          ),
        );
      const has = stored.map((one) => one.timeframe).join(', ');
      throw new Error(`${symbol} has no ${timeframe} bars; it has ${has}`);
    }
    const bars = await readAdjustedBars(market, series.symbol, timeframe, {
      adjust,
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
      ...(limit === undefined ? {} : { limit }),
      ...(asOf === undefined ? {} : { asOf }),
    });
    return { symbol: series.symbol, bars };
  });
}
