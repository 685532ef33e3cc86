import { type Command, Option } from 'commander';
import type { FundamentalsReport } from '#contract/services/news';
import { unknownName } from '#domain/values/nearest-names';
import type { Engine } from '#runtime/engine/create-engine';
import { UsageError } from '../failure.ts';
import { dataOption, formatOption, parseInstant } from '../options.ts';
import { type Format, printReport } from '../output.ts';
import type { Terminal } from '../terminal.ts';

interface FundamentalsOptions {
  readonly download?: true;
  readonly provider?: string[];
  readonly asOf?: number;
  readonly data?: string;
  readonly format: Format;
}

/** `octopus fundamentals SYMBOL`: figures of a company's reports as they were known; with `--download`, new ones first. */
export function addFundamentalsCommand(program: Command, terminal: Terminal): void {
  program
    .command('fundamentals')
    .description('list the stored figures of a company’s reports, or download them')
    .argument('<symbol>', 'symbol, such as AAPL')
    .option('--download', 'ask a provider for new ones first')
    .addOption(
      new Option(
        '-p, --provider <id>',
        'provider to ask; repeat it for those to ask next; finnhub, alpha-vantage, yahoo-finance unless told',
      ).argParser((id: string, before: string[] | undefined) => [...(before ?? []), id]),
    )
    .addOption(
      new Option('--as-of <date>', 'figures as they were known then, instead of now').argParser(parseInstant),
    )
    .addOption(dataOption())
    .addOption(formatOption())
    .addHelpText(
      'after',
      `
JSON: an array of { symbol, metric, periodEnd, value, unit, knownTime, source }, times in milliseconds. A figure counts
from knownTime on: the day it was published, or the day it came where the source does not say (yahoo-finance).

Example: octopus fundamentals AAPL --download --provider finnhub`,
    )
    .action(async (symbol: string, options: FundamentalsOptions) => {
      if (!/^\S{1,32}$/.test(symbol))
        throw new UsageError(`symbol "${symbol}" must be 1 to 32 characters without spaces`);
      if (options.provider && !options.download) throw new UsageError('--provider goes with --download');
      const { withEngine } = await import('../open-engine.ts');
      const { report, figures } = await withEngine(terminal, options.data, async (engine) => ({
        report: options.download ? await download(terminal, engine, symbol, options.provider) : undefined,
        figures: await engine.stores.market.fundamentals(symbol, options.asOf),
      }));
      if (report) tell(terminal, report);
      const date = (time: number): string => new Date(time).toISOString().slice(0, 10);
      printReport(terminal, options.format, {
        columns: ['metric', 'period end', 'value', 'unit', 'known from', 'source'],
        rows: figures.map(({ metric, periodEnd, value, unit, knownTime, source }) => [
          metric,
          date(periodEnd),
          value,
          unit,
          date(knownTime),
          source,
        ]),
        json: figures,
        ...(figures.length === 0
          ? { footer: ['', `no figures of ${symbol}; --download asks for some`] }
          : {}),
      });
    });
}

async function download(
  terminal: Terminal,
  engine: Engine,
  symbol: string,
  providers: string[] | undefined,
): Promise<FundamentalsReport> {
  const known = engine.providers.ids();
  const unknown = providers?.find((id) => !known.includes(id));
  if (unknown !== undefined) throw new UsageError(unknownName('provider', unknown, known));
  const { runCollectorTask } = await import('../run-task.ts');
  return (await runCollectorTask(terminal, engine, {
    type: 'fundamentals',
    data: { symbol, ...(providers === undefined ? {} : { providers }) },
    doing: `figures of ${symbol}`,
    ifCancelled: 'cancelled; nothing was stored',
  })) as FundamentalsReport;
}

function tell(
  terminal: Terminal,
  { provider, fallbacksTried, rowsRead, rowsStored, rowsQuarantined }: FundamentalsReport,
): void {
  for (const { provider: tried, error } of fallbacksTried) terminal.note(`${tried} did not serve: ${error}`);
  terminal.note(`${provider}: ${rowsStored} of ${rowsRead} figures are new`);
  if (rowsQuarantined > 0)
    terminal.note(`${rowsQuarantined} rows went to quarantine; octopus quarantine says why`);
}
