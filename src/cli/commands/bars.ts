import { type Command, Option } from 'commander';
import { ADJUSTMENTS, type Adjustment } from '#domain/market/corporate-action';
import type { Timeframe } from '#domain/market/timeframe';
import { unknownName } from '#domain/values/nearest-names';
import { dataOption, formatOption, parseInstant, timeframeOption, wholeNumberFrom } from '../options.ts';
import { type Cell, type Format, printReport } from '../output.ts';
import type { Terminal } from '../terminal.ts';

interface BarsOptions {
  readonly from?: number;
  readonly to?: number;
  readonly limit?: number;
  readonly asOf?: number;
  readonly adjust: Adjustment;
  readonly timeframe: Timeframe;
  readonly data?: string;
  readonly format: Format;
}

/** `octopus bars SYMBOL`: bars as stored. */
export function addBarsCommand(program: Command, terminal: Terminal): void {
  program
    .command('bars')
    .description('print stored bars, oldest first')
    .argument('<symbol>', 'symbol as imported, such as AAPL')
    .addOption(new Option('--from <date>', 'first date or time, included').argParser(parseInstant))
    .addOption(new Option('--to <date>', 'date or time to stop at, not included').argParser(parseInstant))
    .addOption(timeframeOption('length of a bar').default('1d'))
    .addOption(new Option('--limit <count>', 'the newest so many of them').argParser(wholeNumberFrom(1)))
    .addOption(
      new Option('--as-of <date>', 'bars as they were known then, before later revisions').argParser(
        parseInstant,
      ),
    )
    .addOption(
      new Option('--adjust <what>', 'restate prices for the splits, or splits and dividends, that followed')
        .choices(ADJUSTMENTS)
        .default('none'),
    )
    .addOption(dataOption())
    .addOption(formatOption())
    .addHelpText(
      'after',
      '\nJSON: an array of { date, open, high, low, close, volume }. Dates and times are UTC.',
    )
    .action(async (symbol: string, options: BarsOptions) => {
      const { withEngine } = await import('../open-engine.ts');
      const { readAdjustedBars } = await import('#engine/market/read-adjusted-bars');
      const { timeFormatter } = await import('../times.ts');
      const { timeframe, from, to, limit, asOf, adjust } = options;
      const bars = await withEngine(terminal, options.data, async ({ stores: { market } }) => {
        const stored = (await market.series()).filter(
          (series) => series.symbol.toUpperCase() === symbol.toUpperCase(),
        );
        const series = stored.find((one) => one.timeframe === timeframe);
        if (!series)
          throw unknownSeries(
            symbol,
            timeframe,
            stored.map((one) => one.timeframe),
            (await market.series()).map((one) => one.symbol),
          );
        return readAdjustedBars(market, series.symbol, timeframe, {
          adjust,
          ...(from === undefined ? {} : { from }),
          ...(to === undefined ? {} : { to }),
          ...(limit === undefined ? {} : { limit }),
          ...(asOf === undefined ? {} : { asOf }),
        });
      });
      const format = timeFormatter(bars.time);
      const rows: Cell[][] = [];
      for (let i = 0; i < bars.length; i++) {
        rows.push([
          format(bars.time[i]!),
          bars.open[i]!,
          bars.high[i]!,
          bars.low[i]!,
          bars.close[i]!,
          bars.volume[i]!,
        ]);
      }
      printReport(terminal, options.format, {
        columns: ['date', 'open', 'high', 'low', 'close', 'volume'],
        rows,
      });
    });
}

function unknownSeries(
  symbol: string,
  timeframe: Timeframe,
  timeframes: readonly Timeframe[],
  symbols: readonly string[],
): Error {
  if (timeframes.length > 0)
    return new Error(`${symbol} has no ${timeframe} bars; it has ${timeframes.join(', ')}`);
  return new Error(unknownName('symbol', symbol, symbols));
}
