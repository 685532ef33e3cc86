import { Argument, type Command, Option } from 'commander';
import type { EngineClient } from '#contract/rpc/connect-channel';
import type { AccountView } from '#contract/services/accounts';
import { toldText } from '#domain/values/told-number';
import {
  accountOption,
  type ClientOptions,
  jsonOption,
  printAnswer,
  withEngineClient,
} from '../engine-client.ts';
import { UsageError } from '../failure.ts';
import { dataOption, formatOption } from '../options.ts';
import type { Report } from '../output.ts';
import type { Terminal } from '../terminal.ts';

const CHOICES = ['never-arrived', 'is-working', 'ask-again'] as const;

interface ReconcileOptions extends ClientOptions {
  readonly account?: string;
  readonly decide?: string;
  readonly number?: string;
}

/** `octopus reconcile`: compares accounts with their brokers, and takes a person's word on what is unknown. */
export function addReconcileCommand(program: Command, terminal: Terminal): void {
  program
    .command('reconcile')
    .description('compare accounts with their brokers: orders, positions, cash')
    .addOption(accountOption('only this account; all at brokers unless told'))
    .addOption(
      new Option('--decide <order>', 'id of an order whose outcome is unknown, with what became of it'),
    )
    .addArgument(new Argument('[choice]', 'what became of it, with --decide').choices(CHOICES))
    .addOption(
      new Option(
        '--number <number>',
        'that of the order at a broker that cannot be asked by ours, with is-working',
      ),
    )
    .addOption(dataOption())
    .addOption(formatOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
With --decide, one of ${CHOICES.join(', ')} follows: octopus reconcile --decide ID never-arrived
JSON: an array of { account, reconciliation: { time, sure, unknown, external, differences } | null, connection, whyClosed }.`,
    )
    .action(async (choice: (typeof CHOICES)[number] | undefined, options: ReconcileOptions) => {
      if ((options.decide === undefined) !== (choice === undefined))
        throw new UsageError(`--decide takes an order and one of ${CHOICES.join(', ')}`);
      const views = await withEngineClient(terminal, options.data, (client) =>
        choice === undefined || options.decide === undefined
          ? compare(client, options.account)
          : decide(client, options.decide, choice, options),
      );
      printAnswer(terminal, options, reconcileTable(views));
    });
}

async function brokerAccounts(client: EngineClient, account: string | undefined): Promise<AccountView[]> {
  const views = await client.accounts.list();
  if (account !== undefined && !views.some((view) => view.account === account))
    throw new UsageError(
      `no account ${account} is open; open are ${views.map((view) => view.account).join(', ') || 'none'}`,
    );
  return views.filter(
    (view) => view.connection !== null && (account === undefined || view.account === account),
  );
}

async function compare(client: EngineClient, wanted: string | undefined): Promise<AccountView[]> {
  const views = await brokerAccounts(client, wanted);
  if (views.length === 0)
    throw new UsageError(
      wanted === undefined
        ? 'no account is at a broker, so there is nothing to compare'
        : `${wanted} is on the simulated venue: there is nobody to compare it with`,
    );
  return Promise.all(views.map(({ account }) => client.accounts.reconcile({ account })));
}

async function decide(
  client: EngineClient,
  clientOrderId: string,
  choice: (typeof CHOICES)[number],
  { account, number }: ReconcileOptions,
): Promise<AccountView[]> {
  const views = await brokerAccounts(client, account);
  const owner = views.find((view) =>
    view.reconciliation?.unknown.some((one) => one.clientOrderId === clientOrderId),
  );
  if (!owner) throw new UsageError(`no order ${clientOrderId} waits for a decision`);
  const named = number === undefined ? {} : { venueOrderId: number };
  return [await client.accounts.decide({ account: owner.account, clientOrderId, choice, ...named })];
}

function reconcileTable(views: readonly AccountView[]): Report {
  return {
    columns: ['account', 'broker', 'line', 'sure', 'unknown', 'placed elsewhere', 'differences'],
    rows: views.map(({ account, brokerName, connection, reconciliation }) => [
      account,
      brokerName,
      connection?.kind ?? null,
      reconciliation?.sure ?? null,
      reconciliation?.unknown.length ?? null,
      reconciliation?.external.length ?? null,
      reconciliation?.differences.length ?? null,
    ]),
    json: views.map(({ account, reconciliation, connection, whyClosed }) => ({
      account,
      reconciliation,
      connection,
      whyClosed,
    })),
    footer: views.flatMap(({ account, reconciliation }) => [
      ...(reconciliation?.unknown ?? []).map((one) => `${account} ${one.clientOrderId}: ${one.question}`),
      ...(reconciliation?.differences ?? []).map(
        (one) => `${account} ${one.what}: ${toldText(one.ours)} here, ${toldText(one.theirs)} at the broker`,
      ),
    ]),
  };
}
