import { type Command, Option } from 'commander';
import {
  type IndicatorDefinition,
  type ParameterValues,
  SCHOOLS,
  type School,
} from '#domain/indicators/indicator';
import { ownParameterNames } from '#domain/indicators/parameter-names';
import { schoolValues } from '#domain/indicators/parameters';
import type { Timeframe } from '#domain/market/timeframe';
import { unknownName } from '#domain/values/nearest-names';
import { UsageError } from '../failure.ts';
import { formatOption, parameterOption, resolveGiven, timeframeOption } from '../options.ts';
import { type Cell, type Format, printReport } from '../output.ts';
import type { Terminal } from '../terminal.ts';

interface IndicatorsOptions {
  readonly indicator?: string;
  readonly param: ParameterValues;
  readonly school?: School;
  readonly timeframe?: Timeframe;
  readonly list?: true;
  readonly format: Format;
  readonly json?: true;
  readonly csv?: true;
}

/** `octopus indicators FILE --indicator NAME`: an indicator over the bars of a file, bar by bar. */
export function addIndicatorsCommand(program: Command, terminal: Terminal): void {
  program
    .command('indicators')
    .description('compute an indicator over a price file')
    .argument('[file]', 'CSV or CSV.gz with a header naming date, open, high, low, close, volume')
    .addOption(
      new Option(
        '-i, --indicator <name>',
        'full or short name, such as relative-strength-index, rsi or "Bollinger Bands"',
      ),
    )
    .addOption(parameterOption())
    .addOption(
      new Option(
        '--school <name>',
        'whose values, where schools differ; each indicator has its own usual one',
      ).choices(SCHOOLS),
    )
    .addOption(timeframeOption('length of a bar; found from the file unless told'))
    .option('--list', 'list every indicator with its parameters')
    .addOption(formatOption())
    .option('--json', 'the same as --format json')
    .option('--csv', 'the same as --format csv')
    .addHelpText(
      'after',
      `
JSON: an array of { date, value }, oldest first; an indicator of several outputs has their names in place of value.
A value is null (blank in table and CSV) until the indicator has seen enough bars.

Parameters have our names, as --list shows them, or those of TA-Lib, Stock.Indicators or pandas-ta: period, timeperiod,
lookbackPeriods and length are the same. An instant is written as 2020-12-15T10:00. Where TA-Lib and Stock.Indicators
seed or smooth otherwise, a parameter such as seeding chooses, and --school sets them all.

Example: octopus indicators AAPL.csv --indicator rsi --param period=14 --format csv`,
    )
    .action(async (file: string | undefined, options: IndicatorsOptions) => {
      const format = options.json ? 'json' : options.csv ? 'csv' : options.format;
      if (options.list) return listIndicators(terminal, format);
      if (file === undefined)
        throw new UsageError(
          'missing required argument "file"; or see them all with: octopus indicators --list',
        );
      await computeIndicator(terminal, file, { ...options, format });
    });
}

async function computeIndicator(terminal: Terminal, file: string, options: IndicatorsOptions): Promise<void> {
  const { findIndicator, indicatorNames } = await import('#domain/indicators/catalog');
  const { readPriceFile } = await import('../price-file.ts');
  const { timeFormatter } = await import('../times.ts');
  if (options.indicator === undefined)
    throw new UsageError('name an indicator with --indicator; octopus indicators --list shows them');
  const definition = findIndicator(options.indicator);
  if (!definition) throw new UsageError(unknownName('indicator', options.indicator, indicatorNames()));
  const parameters = resolveGiven(definition, givenParameters(definition, options));
  const { bars } = await readPriceFile(terminal, file, options.timeframe, true);
  const values = definition.batch(bars, parameters);
  const format = timeFormatter(bars.time);
  const rows: Cell[][] = [];
  for (let i = 0; i < bars.length; i++) {
    rows.push([format(bars.time[i]!), ...values.map((column) => finiteOrNull(column[i]!))]);
  }
  printReport(terminal, options.format, { columns: ['date', ...definition.outputs], rows });
}

function givenParameters(
  definition: IndicatorDefinition,
  { param, school }: Pick<IndicatorsOptions, 'param' | 'school'>,
): ParameterValues {
  try {
    const given = ownParameterNames(definition, param);
    return school === undefined ? given : { ...schoolValues(definition, school), ...given };
  } catch (error) {
    throw error instanceof RangeError ? new UsageError(error.message) : error;
  }
}

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

async function listIndicators(terminal: Terminal, format: Format): Promise<void> {
  const { INDICATORS } = await import('#domain/indicators/catalog');
  printReport(terminal, format, {
    columns: ['indicator', 'short', 'parameters', 'outputs'],
    rows: INDICATORS.map(({ slug, aliases, parameters, outputs }) => [
      slug,
      aliases.join(' '),
      parameters.map((parameter) => `${parameter.name}=${parameter.default}`).join(' '),
      outputs.join(' '),
    ]),
    json: INDICATORS.map(({ slug, name, aliases, parameters, outputs, pane }) => ({
      slug,
      name,
      aliases,
      parameters,
      outputs,
      pane,
    })),
  });
}
