import { type Command, InvalidArgumentError, Option } from 'commander';
import type { DownloadReport } from '#contract/services/market-data';
import { DATA_TYPES, type DataType } from '#domain/market/data-type';
import type { Timeframe } from '#domain/market/timeframe';
import { unknownName } from '#domain/values/nearest-names';
import type { Engine } from '#runtime/engine/create-engine';
import type { ProviderOverrides } from '#runtime/market-data/provider-desk';
import { UsageError } from '../failure.ts';
import { dataOption, formatOption, parseInstant, timeframeOption } from '../options.ts';
import { type Format, printReport } from '../output.ts';
import type { Terminal } from '../terminal.ts';

interface DownloadOptions {
  readonly provider?: string[];
  readonly type?: DataType;
  readonly timeframe: Timeframe;
  readonly from?: number;
  readonly to?: number;
  readonly as?: string;
  readonly asOf?: number;
  readonly baseUrl?: string;
  readonly keyEnv?: string;
  readonly data?: string;
  readonly format: Format;
}

/** `octopus download SYMBOL --provider ID`: bars from a data provider into the store, bad rows into quarantine. */
export function addDownloadCommand(program: Command, terminal: Terminal): void {
  program
    .command('download')
    .description('download bars of a symbol into the store; another provider is asked when one fails')
    .argument('<symbol>', 'symbol as the provider knows it, such as AAPL, ^GSPC, BTCUSDT, DGS10')
    .addOption(
      new Option(
        '-p, --provider <id>',
        'provider to ask; repeat it for those to ask next; octopus providers lists them',
      ).argParser((id: string, before: string[] | undefined) => [...(before ?? []), id]),
    )
    .addOption(
      new Option('--type <type>', 'what it is, to choose the providers by, when none is named').choices(
        DATA_TYPES,
      ),
    )
    .addOption(timeframeOption('length of a bar').default('1d'))
    .addOption(new Option('--from <date>', 'first date or time, included').argParser(parseInstant))
    .addOption(new Option('--to <date>', 'date or time to stop at, not included').argParser(parseInstant))
    .addOption(new Option('--as <symbol>', 'symbol to store the bars under, instead of the same'))
    .addOption(
      new Option('--as-of <date>', 'values as known on that date (fred); needs --as').argParser(parseInstant),
    )
    .addOption(new Option('--base-url <url>', 'other address of the one provider named'))
    .addOption(
      new Option('--key-env <name>', 'environment variable that holds its key').argParser(variableName),
    )
    .addOption(dataOption())
    .addOption(formatOption())
    .addHelpText(
      'after',
      `
JSON: { symbol, timeframe, source, rowsRead, rowsStored, rowsDuplicate, rowsQuarantined, provider, fallbacksTried,
rowsUnfinished, adjustment, splits, dividends }; rowsRead is the sum of stored, duplicate and quarantined. Splits and
dividends are kept beside the bars; adjustment says what prices hold already. Bars that have not ended are left out.
Keys come from environment variables (OCTOPUS_ALPHA_VANTAGE_KEY, OCTOPUS_FRED_KEY, ...) and are stored nowhere.

Example: octopus download AAPL --provider yahoo-finance --from 2020-01-01`,
    )
    .action(async (symbol: string, options: DownloadOptions) => {
      for (const text of [symbol, options.as ?? symbol])
        if (!/^\S{1,32}$/.test(text))
          throw new UsageError(`symbol "${text}" must be 1 to 32 characters without spaces`);
      const { from, to } = options;
      if (from !== undefined && to !== undefined && from >= to)
        throw new UsageError('the range is empty: --from must be before --to');
      const { withEngine } = await import('../open-engine.ts');
      const report = await withEngine(
        terminal,
        options.data,
        (engine) => download(terminal, engine, symbol, options),
        { providerOverrides: overridesOf(options) },
      );
      for (const { provider, error } of report.fallbacksTried)
        terminal.note(`${provider} did not serve: ${error}`);
      const { rowsRead, rowsStored, rowsDuplicate, rowsQuarantined, rowsUnfinished } = report;
      printReport(terminal, options.format, {
        columns: [
          'symbol',
          'timeframe',
          'provider',
          'rowsRead',
          'rowsStored',
          'rowsDuplicate',
          'rowsQuarantined',
        ],
        rows: [
          [
            report.symbol,
            report.timeframe,
            report.provider,
            rowsRead,
            rowsStored,
            rowsDuplicate,
            rowsQuarantined,
          ],
        ],
        json: report,
      });
      if (rowsQuarantined > 0)
        terminal.note(
          `${rowsQuarantined} of ${rowsRead} rows went to quarantine; octopus quarantine says why`,
        );
      if (rowsRead === 0 && rowsUnfinished === 0) terminal.note(`${report.provider} has no bars there`);
    });
}

async function download(
  terminal: Terminal,
  engine: Engine,
  symbol: string,
  { provider, type, timeframe, from, to, as, asOf }: DownloadOptions,
): Promise<DownloadReport> {
  const known = engine.providers.ids();
  const unknown = provider?.find((id) => !known.includes(id));
  if (unknown !== undefined) throw new UsageError(unknownName('provider', unknown, known));
  const { runCollectorTask } = await import('../run-task.ts');
  return (await runCollectorTask(terminal, engine, {
    type: 'api_fetch',
    data: {
      symbol,
      timeframe,
      ...(provider === undefined ? {} : { providers: provider }),
      ...(type === undefined ? {} : { dataType: type }),
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
      ...(as === undefined ? {} : { storeAs: as }),
      ...(asOf === undefined ? {} : { asOf }),
    },
    doing: `download of ${symbol}`,
    ifCancelled: 'cancelled; nothing was stored',
  })) as DownloadReport;
}

function overridesOf({ provider = [], baseUrl, keyEnv }: DownloadOptions): Record<string, ProviderOverrides> {
  if (baseUrl === undefined && keyEnv === undefined) return {};
  const [id] = provider;
  if (id === undefined || provider.length > 1)
    throw new UsageError('--base-url and --key-env go with exactly one --provider');
  return {
    [id]: {
      ...(baseUrl === undefined ? {} : { baseUrl }),
      ...(keyEnv === undefined ? {} : { keyVariable: keyEnv }),
    },
  };
}

function variableName(text: string): string {
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(text)) return text;
  throw new InvalidArgumentError('It must be the name of a variable, not the key itself.');
}
