import { type Command, Option } from 'commander';
import type { BarColumns } from '#domain/market/bar';
import { formatOption, wholeNumberFrom } from '../options.ts';
import { type Cell, type Format, printReport } from '../output.ts';
import { noteMadeOf, readStoredBars, type StoredBarsOptions, storedBarsOptions } from '../stored-bars.ts';
import type { Terminal } from '../terminal.ts';

interface BarsOptions extends StoredBarsOptions {
  readonly format: Format;
}

/** `octopus bars SYMBOL`: bars as stored, as known at a time, or restated for splits and dividends. */
export function addBarsCommand(program: Command, terminal: Terminal): void {
  const command = program
    .command('bars')
    .description('print stored bars, oldest first')
    .argument('<symbol>', 'symbol as imported, such as AAPL')
    .addOption(new Option('--limit <count>', 'the newest so many of them').argParser(wholeNumberFrom(1)));
  for (const option of storedBarsOptions()) command.addOption(option);
  command
    .addOption(formatOption())
    .addHelpText(
      'after',
      '\nJSON: an array of { date, open, high, low, close, volume }. Dates and times are UTC.\nA length that is not stored is made of shorter bars that are, and that is said.',
    )
    .action(async (symbol: string, options: BarsOptions) => {
      const { timeFormatter } = await import('../times.ts');
      const { bars, madeOf } = await readStoredBars(terminal, symbol, options);
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
        decimals: decimalsOf(bars),
      });
      noteMadeOf(terminal, options.timeframe, madeOf);
      if (bars.length === 0) terminal.note('no bar lies in that range');
    });
}

/** Four places, or as many up to six as quotes of currencies have. */
function decimalsOf({ open, high, low, close }: BarColumns): number {
  const isWithin = (decimals: number) =>
    [open, high, low, close].every((prices) =>
      prices.every((price) => Math.abs(price - Number(price.toFixed(decimals))) < 1e-9),
    );
  return [4, 5].find(isWithin) ?? 6;
}
