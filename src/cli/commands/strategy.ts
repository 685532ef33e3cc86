import { type Command, Option } from 'commander';
import { addBacktestOptions } from '../backtest-request.ts';
import { dataOption, formatOption } from '../options.ts';
import { type Cell, type Format, printReport } from '../output.ts';
import { type PrintedBacktestOptions, printBacktest } from '../run-backtest.ts';
import type { Terminal } from '../terminal.ts';
import { addStrategyRunCommands } from './strategy-runs.ts';

interface FolderOptions {
  readonly folder?: string;
  readonly data?: string;
}

/** `octopus strategy new|list|check|test|run|runs|stop`: strategies of one's own, one TypeScript file each. */
export function addStrategyCommand(program: Command, terminal: Terminal): void {
  const group = program
    .command('strategy')
    .description('strategies of your own: one TypeScript file each, kept in the data folder or anywhere');
  group
    .command('new')
    .description('write a strategy to begin with, and the types your editor reads')
    .argument('<name>', 'lower-case words joined by hyphens')
    .addOption(new Option('--folder <folder>', 'where to; the strategies of the data folder unless told'))
    .addOption(dataOption())
    .action(async (name: string, options: FolderOptions) => {
      const { createStrategyFile } = await import('#runtime/strategies/strategy-files');
      terminal.out(`${createStrategyFile(name, await folderOf(options))}\n`);
    });
  group
    .command('list', { isDefault: true })
    .description('list the strategies of the data folder')
    .addOption(new Option('--folder <folder>', 'another folder'))
    .addOption(dataOption())
    .addOption(formatOption())
    .action(async (options: FolderOptions & { readonly format: Format }) => {
      const { listStrategyFiles } = await import('#runtime/strategies/strategy-files');
      const names = listStrategyFiles(await folderOf(options));
      printReport(terminal, options.format, {
        columns: ['strategy'],
        rows: names.map((name) => [name]),
        json: names,
      });
    });
  group
    .command('check')
    .description('load a strategy, run it over made-up bars, and see whether it looks ahead')
    .argument('<strategy>', 'its file, or its name in the data folder')
    .addOption(dataOption())
    .addOption(formatOption())
    .addHelpText(
      'after',
      `
The bars are seeded, with gaps, bars without volume and a halt. It is run over all of them and over the first part
alone: what it traded in that part must be the same. JSON: { path, name, summary, parameters, calls, warmUpBars, bars, trades, isCausal }.`,
    )
    .action(async (strategy: string, options: FolderOptions & { readonly format: Format }) =>
      checkStrategy(terminal, strategy, options),
    );
  const test = group
    .command('test')
    .description(
      'run a strategy over a price file, or over stored bars of --symbol, and print its statistics',
    )
    .argument('<strategy>', 'its file, or its name in the data folder')
    .argument('[file]', 'CSV or CSV.gz of prices');
  addBacktestOptions(test)
    .option('--trades', 'print the trades in place of the statistics')
    .option('--watch', 'run again whenever the file is saved')
    .addOption(formatOption())
    .action(
      async (
        strategy: string,
        file: string | undefined,
        options: PrintedBacktestOptions & { readonly watch?: true },
      ) => {
        if (!options.watch) return printBacktest(terminal, file, { ...options, strategy });
        await testOnChange(terminal, strategy, file, options);
      },
    );
  addStrategyRunCommands(group, terminal);
}

async function folderOf({ folder, data }: FolderOptions): Promise<string> {
  const { dataFolder } = await import('#runtime/engine/data-folder');
  const { strategyFolder } = await import('#runtime/strategies/strategy-files');
  return folder ?? strategyFolder(dataFolder({ given: data }));
}

async function checkStrategy(
  terminal: Terminal,
  strategy: string,
  options: FolderOptions & { readonly format: Format },
): Promise<void> {
  const { readStrategyFile } = await import('#runtime/strategies/strategy-files');
  const { checkStrategyFile } = await import('#runtime/strategies/check-strategy-file');
  const file = readStrategyFile(strategy, await folderOf(options));
  const found = await checkStrategyFile(file);
  const rows: Cell[][] = [
    ['File', file.path],
    ['Name', found.name],
    ['Summary', found.summary],
    ['Calls', found.calls.join(', ')],
    ...found.parameters.map((one): Cell[] => [
      `Parameter ${one.name}`,
      `${one.default}, from ${one.minimum} to ${one.maximum}`,
    ]),
    ['Warm-up, bars', found.warmUpBars],
    ['Trades in made-up bars', found.trades],
    ['Looks ahead', found.isCausal ? 'no' : 'yes'],
  ];
  printReport(terminal, options.format, {
    columns: ['part', 'value'],
    rows,
    json: { path: file.path, ...found },
  });
  if (!found.isCausal) {
    const { OctopusError } = await import('#contract/errors');
    throw new OctopusError(
      'TASK_FAILED',
      `${file.path}: what it trades in a part of the bars depends on the bars after it; look for a state that outlives a run, or for the future`,
    );
  }
}

/** Runs now and after every save, until the process is ended. */
async function testOnChange(
  terminal: Terminal,
  strategy: string,
  file: string | undefined,
  options: PrintedBacktestOptions,
): Promise<void> {
  const { readStrategyFile, watchStrategyFile } = await import('#runtime/strategies/strategy-files');
  const { describeFailure } = await import('../failure.ts');
  const { path } = readStrategyFile(strategy, await folderOf(options));
  const run = (): Promise<void> =>
    printBacktest(terminal, file, { ...options, strategy }).catch((error: unknown) =>
      terminal.note(describeFailure(error).line ?? ''),
    );
  await run();
  terminal.note(`waits for ${path} to be saved`);
  await new Promise<void>((resolve) => {
    const stop = watchStrategyFile(path, () => void run());
    process.once('SIGINT', () => {
      stop();
      resolve();
    });
  });
}
