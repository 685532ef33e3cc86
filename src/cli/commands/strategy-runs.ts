import { basename, dirname, resolve } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { StrategyRunConfiguration, StrategyRunView } from '#contract/services/strategy-runs';
import type { ParameterValues } from '#domain/indicators/indicator';
import {
  accountOption,
  type ClientOptions,
  jsonOption,
  printAnswer,
  withRunningEngine,
} from '../engine-client.ts';
import { UsageError } from '../failure.ts';
import { dataOption, formatOption, parameterOption, positiveNumber, timeframeOption } from '../options.ts';
import type { Terminal } from '../terminal.ts';

interface RunOptions extends ClientOptions {
  readonly account: string;
  readonly symbols: string[];
  readonly timeframe: StrategyRunConfiguration['timeframe'];
  readonly param: ParameterValues;
  readonly autonomy: StrategyRunConfiguration['autonomy'];
  readonly direction: StrategyRunConfiguration['direction'];
  readonly size?: number;
}

/** `octopus strategy run|runs|stop`: strategies that trade accounts of the Octopus that runs. */
export function addStrategyRunCommands(group: Command, terminal: Terminal): void {
  const finish = (command: Command): Command =>
    command.addOption(dataOption()).addOption(formatOption()).addOption(jsonOption());

  finish(
    group
      .command('run')
      .description('let a strategy trade an account, until it is stopped')
      .argument('<strategy>', 'a built-in one, or a file of the strategies folder, by its name or its path')
      .addOption(
        accountOption('the account it trades; replay: that of the open replay').makeOptionMandatory(),
      )
      .addOption(
        new Option(
          '--symbols <symbols>',
          'what it trades, such as BTCUSDT,ETHUSDT or SIM:ALPHA; on a replay, what it plays',
        )
          .argParser(symbols)
          .makeOptionMandatory(),
      )
      .addOption(timeframeOption('length of its bars').default('1m'))
      .addOption(parameterOption())
      .addOption(
        new Option(
          '--autonomy <autonomy>',
          'off: watch; suggest: keep what it would do; confirm: ask a person for each order; auto: send',
        )
          .choices(['off', 'suggest', 'confirm', 'auto'])
          .default('suggest'),
      )
      .addOption(
        new Option('--direction <direction>', 'of a built-in one: whether short positions are taken')
          .choices(['long', 'long-short'])
          .default('long'),
      )
      .addOption(
        new Option(
          '--size <fraction>',
          'of a built-in one: fraction of equity for all its positions; 0.95 unless told',
        ).argParser(positiveNumber(1)),
      )
      .addHelpText('after', '\nJSON: the run as strategyRuns.start answers it.'),
  ).action(async (strategy: string, options: RunOptions) => {
    const { account, timeframe, autonomy, direction, size } = options;
    const configuration = {
      strategy: await storedName(strategy, options.data),
      parameters: { ...options.param },
      account,
      symbols: options.symbols,
      timeframe,
      autonomy,
      direction,
      ...(size === undefined ? {} : { size }),
    };
    const run = await withRunningEngine(terminal, options.data, (client) =>
      client.strategyRuns.start(configuration),
    );
    print(terminal, options, [run], run);
  });

  finish(
    group
      .command('runs')
      .description('list the strategies that trade accounts or did, newest first')
      .addOption(accountOption('only of this account; of all unless told'))
      .addHelpText('after', '\nJSON: an array of runs as strategyRuns.list answers them.'),
  ).action(async (options: ClientOptions & { readonly account?: string }) => {
    const { account } = options;
    const runs = await withRunningEngine(terminal, options.data, (client) =>
      client.strategyRuns.list(account === undefined ? {} : { account }),
    );
    print(terminal, options, runs, runs);
  });

  finish(
    group
      .command('stop')
      .description('end a run and cancel its working orders; what is held stays')
      .argument('<run>', 'its id as listed, or four or more of its first characters')
      .addOption(new Option('--keep-orders', 'leave its working orders as they are')),
  ).action(async (id: string, options: ClientOptions & { readonly keepOrders?: true }) => {
    const run = await withRunningEngine(terminal, options.data, (client) =>
      client.strategyRuns.stop({ run: id, cancelsOrders: options.keepOrders !== true }),
    );
    print(terminal, options, [run], run);
  });
}

/** The name an engine knows a strategy by. Throws a UsageError for a file outside the strategies folder. */
async function storedName(strategy: string, data: string | undefined): Promise<string> {
  const { isStrategyPath, strategyFolder } = await import('#runtime/strategies/strategy-files');
  if (!isStrategyPath(strategy)) return strategy;
  const { dataFolder } = await import('#runtime/engine/data-folder');
  const folder = resolve(strategyFolder(dataFolder({ given: data })));
  const isBareName = basename(strategy) === strategy;
  if (!isBareName && resolve(dirname(strategy)) !== folder)
    throw new UsageError(`${strategy} is not in the strategies folder; copy it to ${folder} to let it trade`);
  return basename(strategy).replace(/\.\w+$/, '');
}

function print(
  terminal: Terminal,
  options: ClientOptions,
  runs: readonly StrategyRunView[],
  json: unknown,
): void {
  printAnswer(terminal, options, {
    columns: [
      'id',
      'strategy',
      'account',
      'symbols',
      'bars',
      'autonomy',
      'state',
      'since',
      'orders',
      'fills',
      'reason',
    ],
    rows: runs.map(({ id, name, configuration, state, startedTime, orders, fills, reason }) => [
      id,
      name,
      configuration.account,
      configuration.symbols.join(' '),
      configuration.timeframe,
      configuration.autonomy,
      state,
      new Date(startedTime).toISOString().slice(0, 19).replace('T', ' '),
      orders,
      fills,
      reason ?? '',
    ]),
    json,
  });
}

function symbols(text: string): string[] {
  const names = [...new Set(text.split(',').map((name) => name.trim()))];
  if (names.includes(''))
    throw new InvalidArgumentError('It must read one symbol or more, such as AAPL,MSFT.');
  return names;
}
