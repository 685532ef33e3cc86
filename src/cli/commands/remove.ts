import { type Command, Option } from 'commander';
import type { SeriesKind } from '#contract/services/stored-series';
import { TICK_KINDS } from '#domain/market/tick-columns';
import { TIMEFRAMES } from '#domain/market/timeframe';
import { dataOption, formatOption } from '../options.ts';
import { type Format, printReport } from '../output.ts';
import type { Terminal } from '../terminal.ts';

interface RemoveOptions {
  readonly series: SeriesKind;
  readonly yes?: true;
  readonly data?: string;
  readonly format: Format;
}

/** `octopus remove SYMBOL --series 1m`: tells what a stored series takes, and with `--yes` removes it for ever. */
export function addRemoveCommand(program: Command, terminal: Terminal): void {
  program
    .command('remove')
    .description('remove a stored series for ever; without --yes only tell what would go')
    .argument('<symbol>', 'symbol as imported, such as AAPL')
    .addOption(
      new Option('--series <kind>', 'bars of a length, or ticks')
        .choices([...TIMEFRAMES, ...TICK_KINDS])
        .makeOptionMandatory(),
    )
    .option('--yes', 'remove it; this cannot be undone')
    .addOption(dataOption())
    .addOption(formatOption())
    .addHelpText(
      'after',
      `
The journal keeps a record of what was removed. A series that is streamed, or played by the session, is not removed.
JSON: { symbol, kind, rows, bytes, firstTime, lastTime, isRemoved }; times in milliseconds.

Example: octopus remove AAPL --series 1m --yes`,
    )
    .action(async (given: string, options: RemoveOptions) => {
      const { withEngine } = await import('../open-engine.ts');
      const { removeSeries } = await import('#runtime/market-data/stored-series');
      const kind = options.series;
      const found = await withEngine(terminal, options.data, async (engine) => {
        const { market } = engine.stores;
        const known = [...(await market.series()), ...(await market.tickSeries())].map((one) => one.symbol);
        const symbol =
          known.find((one) => one === given) ??
          known.find((one) => one.toUpperCase() === given.toUpperCase()) ??
          given;
        const shown = await removeSeries(engine, { symbol, kind });
        return options.yes ? removeSeries(engine, { symbol, kind, rows: shown.rows }) : shown;
      });
      const { symbol, rows, bytes, firstTime, lastTime, isRemoved } = found;
      const day = (time: number): string => new Date(time).toISOString().slice(0, 10);
      printReport(terminal, options.format, {
        columns: ['symbol', 'series', 'rows', 'bytes', 'first', 'last', 'removed'],
        rows: [[symbol, kind, rows, bytes, day(firstTime), day(lastTime), isRemoved]],
        json: found,
      });
      if (!isRemoved) terminal.note('nothing was removed; --yes removes it for ever');
    });
}
