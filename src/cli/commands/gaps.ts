import { type Command, Option } from 'commander';
import type { SeriesGaps } from '#contract/services/gaps';
import type { CalendarId } from '#domain/instruments/calendar/exchange-calendar';
import type { Timeframe } from '#domain/market/timeframe';
import { UsageError } from '../failure.ts';
import { dataOption, formatOption, parseInstant, timeframeOption, wholeNumberFrom } from '../options.ts';
import { type Format, printReport } from '../output.ts';
import type { Terminal } from '../terminal.ts';

interface GapsOptions {
  readonly from?: number;
  readonly to?: number;
  readonly limit: number;
  readonly timeframe: Timeframe;
  readonly calendar?: string;
  readonly data?: string;
  readonly format: Format;
}

/** `octopus gaps SYMBOL`: bars that should be stored by the calendar of the exchange and are not. */
export function addGapsCommand(program: Command, terminal: Terminal): void {
  program
    .command('gaps')
    .description('list the bars that the exchange’s calendar leads to expect and the store lacks')
    .argument('<symbol>', 'symbol as imported, such as AAPL')
    .addOption(
      new Option('--from <date>', 'first date or time, included; the first bar unless told').argParser(
        parseInstant,
      ),
    )
    .addOption(
      new Option('--to <date>', 'date or time to stop at, not included; the last bar unless told').argParser(
        parseInstant,
      ),
    )
    .addOption(timeframeOption('length of a bar').default('1d'))
    .addOption(
      new Option(
        '--calendar <id>',
        'XNYS, XNAS, XLON, XETR, XTKS, FX or CRYPTO; found from the symbol unless told',
      ),
    )
    .addOption(
      new Option('--limit <count>', 'the oldest so many gaps')
        .default(1_000)
        .argParser(wholeNumberFrom(1, 10_000)),
    )
    .addOption(dataOption())
    .addOption(formatOption())
    .addHelpText(
      'after',
      `
A gap is a stretch of missing bars; first and last are the missing bars themselves. Closed hours, weekends, holidays
and half days are no gap. Dates and times are UTC.
JSON: { symbol, timeframe, calendar, range, expectedBars, missingBars, unexpectedBars, gaps: [{ from, to, bars }],
gapsTotal, months: [{ month, expected, missing }] }; times in milliseconds.`,
    )
    .action(async (symbol: string, options: GapsOptions) => {
      const { withEngine } = await import('../open-engine.ts');
      const { timeframe, from, to, limit } = options;
      const calendar = await chosenCalendar(options.calendar);
      const found = await withEngine(terminal, options.data, async ({ stores, warehouse }) => {
        const symbols = (await stores.market.series()).map((series) => series.symbol);
        const known =
          symbols.find((one) => one === symbol) ??
          symbols.find((one) => one.toUpperCase() === symbol.toUpperCase());
        return warehouse.gaps({ symbol: known ?? symbol, timeframe, from, to, limit, calendar });
      });
      await print(terminal, options.format, found);
    });
}

async function chosenCalendar(text: string | undefined): Promise<CalendarId | undefined> {
  if (text === undefined) return undefined;
  const { parseCalendarId } = await import('#domain/instruments/calendar/catalog');
  try {
    return parseCalendarId(text);
  } catch (error) {
    throw error instanceof RangeError ? new UsageError(error.message) : error;
  }
}

async function print(terminal: Terminal, format: Format, found: SeriesGaps): Promise<void> {
  const { timeFormatter } = await import('../times.ts');
  const { gaps, gapsTotal, missingBars, expectedBars, unexpectedBars, calendar, range } = found;
  const write = timeFormatter(Float64Array.from(gaps.flatMap(({ from, to }) => [from, to])));
  printReport(terminal, format, {
    columns: ['first', 'last', 'bars'],
    rows: gaps.map(({ from, to, bars }) => [write(from), write(to), bars]),
    json: found,
    footer: [
      '',
      range === null
        ? 'nothing is stored in that range'
        : `${missingBars} of ${expectedBars} bars expected by the calendar ${calendar} are missing`,
      ...(gapsTotal > gaps.length ? [`${gapsTotal} gaps in all; --limit shows more`] : []),
      ...(unexpectedBars > 0
        ? [`${unexpectedBars} bars lie outside its sessions; --calendar names another`]
        : []),
    ],
  });
}
