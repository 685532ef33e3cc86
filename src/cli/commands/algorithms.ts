import type { Command } from 'commander';
import type { EngineClient } from '#contract/rpc/connect-channel';
import type { AlgorithmView } from '#contract/services/algorithms';
import {
  accountOption,
  type ClientOptions,
  jsonOption,
  printAnswer,
  withEngineClient,
} from '../engine-client.ts';
import { dataOption, formatOption } from '../options.ts';
import type { Terminal } from '../terminal.ts';

interface ListOptions extends ClientOptions {
  readonly account?: string;
}

type Verb = 'pauseAlgorithm' | 'resumeAlgorithm' | 'cancelAlgorithm';

/** `octopus algorithms`: orders that are worked in parts. They are started where an engine runs: at the screen or by HTTP. */
export function addAlgorithmsCommand(program: Command, terminal: Terminal): void {
  const group = program.command('algorithms').description('orders that are worked in parts');
  const finish = (command: Command): Command =>
    command.addOption(dataOption()).addOption(formatOption()).addOption(jsonOption());

  finish(
    group
      .command('list', { isDefault: true })
      .description('list them, newest first')
      .addOption(accountOption('only of this account; of all unless told')),
  ).action(async (options: ListOptions) => {
    const { account } = options;
    const request = account === undefined ? {} : { account };
    const views = await withEngineClient(terminal, options.data, (client) =>
      client.trading.algorithms(request),
    );
    print(terminal, options, views);
  });

  for (const [name, verb, description] of [
    ['pause', 'pauseAlgorithm', 'send nothing more until it is resumed'],
    ['resume', 'resumeAlgorithm', 'go on; what was missed is spread over what is left'],
    ['cancel', 'cancelAlgorithm', 'end it and cancel its orders'],
  ] as const)
    finish(group.command(name).description(description).argument('<id>', 'as listed')).action(
      async (id: string, options: ClientOptions) => {
        const view = await withEngineClient(terminal, options.data, (client) => call(client, verb, id));
        print(terminal, options, [view]);
      },
    );
}

function call({ trading }: EngineClient, verb: Verb, id: string): Promise<AlgorithmView> {
  return trading[verb]({ id });
}

function print(terminal: Terminal, options: ClientOptions, views: readonly AlgorithmView[]): void {
  printAnswer(terminal, options, {
    columns: ['id', 'account', 'order', 'filled', 'average', 'state', 'reason'],
    rows: views.map((view) => [
      view.id,
      view.account,
      `${view.kind}: ${view.side} ${view.quantity} ${view.symbol}`,
      view.filledQuantity,
      view.filledQuantity === '0' ? '' : view.averagePrice,
      view.state,
      view.reason,
    ]),
    json: views,
  });
}
