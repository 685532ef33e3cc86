import { Option } from 'commander';
import { ADJUSTMENTS, type Adjustment } from '#domain/market/corporate-action';
import { type Timeframe, timeframeMs } from '#domain/market/timeframe';
import { unknownName } from '#domain/values/nearest-names';
import type { BarsOfAnyLength } from '#engine/market/read-bars-of-any-length';
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

/** Bars of a symbol, in whatever case it is given, made of shorter ones where they are not stored. Throws a sentence with the nearest names when there are none. */
export async function readStoredBars(
  terminal: Terminal,
  symbol: string,
  options: StoredBarsOptions,
): Promise<{ symbol: string } & BarsOfAnyLength> {
  const { withEngine } = await import('./open-engine.ts');
  const { readAdjustedBars } = await import('#engine/market/read-adjusted-bars');
  const { timeframe, adjust, from, to, limit, asOf } = options;
  return withEngine(terminal, options.data, async ({ stores: { market } }) => {
    const all = await market.series();
    const stored = all.filter((one) => one.symbol.toUpperCase() === symbol.toUpperCase());
    const known = (stored.find((one) => one.symbol === symbol) ?? stored[0])?.symbol;
    if (known === undefined) {
      const symbols = all.map((one) => one.symbol);
      throw new Error(unknownName('symbol', symbol, symbols));
    }
    const found = await readAdjustedBars(market, known, timeframe, {
      adjust,
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
      ...(limit === undefined ? {} : { limit }),
      ...(asOf === undefined ? {} : { asOf }),
    });
    const frames = stored.filter((one) => one.symbol === known).map((one) => one.timeframe);
    const isShort = frames.every((one) => timeframeMs(one) > timeframeMs(timeframe));
    if (isShort)
      throw new Error(`${known} has no ${timeframe} bars and none shorter; it has ${frames.join(', ')}`);
    return { symbol: known, ...found };
  });
}

/** Says of which stored bars those of another length were made; nothing when all are stored. */
export function noteMadeOf(terminal: Terminal, timeframe: Timeframe, madeOf: Timeframe | null): void {
  if (madeOf !== null)
    terminal.note(`some ${timeframe} bars are not stored; they were made of the stored ${madeOf} bars`);
}
