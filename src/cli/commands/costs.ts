import { type Command, Option } from 'commander';
import type { EngineClient } from '#contract/rpc/connect-channel';
import type { ExecutionCost, ExecutionCostReport, FillModelView } from '#contract/services/execution-costs';
import {
  accountOption,
  type ClientOptions,
  jsonOption,
  printAnswer,
  withEngineClient,
} from '../engine-client.ts';
import { dataOption, formatOption, wholeNumberFrom } from '../options.ts';
import type { Report } from '../output.ts';
import type { Terminal } from '../terminal.ts';

interface CostsOptions extends ClientOptions {
  readonly account?: string;
  readonly symbol?: string;
  readonly limit: number;
  readonly fit?: true;
}

/** `octopus costs`: what the newest orders of accounts cost, or the slippage that their fills amount to. */
export function addCostsCommand(program: Command, terminal: Terminal): void {
  program
    .command('costs')
    .description('what orders cost against the price at their decision, the market and a paper trade')
    .addOption(accountOption('only of this account; of all that are open unless told'))
    .addOption(new Option('--symbol <symbol>', 'only this instrument'))
    .addOption(
      new Option('--limit <count>', 'newest orders of an account looked at')
        .default(200)
        .argParser(wholeNumberFrom(1, 1_000)),
    )
    .addOption(new Option('--fit', 'instead, fit the slippage of backtests to the fills'))
    .addOption(dataOption())
    .addOption(formatOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
Basis points are above zero when they are worse for the order.
JSON: an array, an account each, as trading.executionCosts answers, with --fit as trading.fillModel.`,
    )
    .action(async (options: CostsOptions) => {
      const report = await withEngineClient(terminal, options.data, async (client) => {
        const accounts = await accountsOf(client, options.account);
        return options.fit
          ? fitTable(await fillModels(client, accounts, options))
          : costTable(await costReports(client, accounts, options));
      });
      printAnswer(terminal, options, report);
    });
}

async function accountsOf(client: EngineClient, account: string | undefined): Promise<string[]> {
  return account === undefined ? (await client.accounts.list()).map((view) => view.account) : [account];
}

function costReports(
  { trading }: EngineClient,
  accounts: readonly string[],
  { symbol, limit }: CostsOptions,
): Promise<ExecutionCostReport[]> {
  const wanted = symbol === undefined ? { limit } : { symbol, limit };
  return Promise.all(accounts.map((account) => trading.executionCosts({ account, ...wanted })));
}

function fillModels(
  { trading }: EngineClient,
  accounts: readonly string[],
  { symbol }: CostsOptions,
): Promise<FillModelView[]> {
  const wanted = symbol === undefined ? {} : { symbol };
  return Promise.all(accounts.map((account) => trading.fillModel({ account, ...wanted })));
}

function costTable(reports: readonly ExecutionCostReport[]): Report {
  return {
    columns: [
      'account',
      'id',
      'time',
      'order',
      'average',
      'arrival bps',
      'VWAP bps',
      'shortfall',
      'fees',
      'in',
    ],
    rows: reports.flatMap((report) => [
      ...report.orders.map((cost) => costRow(cost, report)),
      totalRow(report),
    ]),
    json: reports,
  };
}

function totalRow({ account, currency, summary }: ExecutionCostReport): string[] {
  return [
    account,
    'all',
    '',
    `${summary.measured} of ${summary.orders} measured`,
    '',
    figure(summary.arrivalSlippageBps),
    figure(summary.vwapSlippageBps),
    figure(summary.shortfall),
    figure(summary.fees),
    currency,
  ];
}

function costRow(cost: ExecutionCost, { account, currency }: ExecutionCostReport): string[] {
  const { id, decisionTime, side, filledQuantity, quantity, symbol, averagePrice, shortfall } = cost;
  return [
    account,
    id,
    new Date(decisionTime).toISOString().slice(0, 19).replace('T', ' '),
    `${side} ${filledQuantity} of ${quantity} ${symbol}`,
    averagePrice === '0' ? '' : averagePrice,
    figure(cost.arrivalSlippageBps),
    figure(cost.vwapSlippageBps),
    figure(shortfall?.total ?? null),
    figure(shortfall?.fees ?? null),
    currency,
  ];
}

function fitTable(models: readonly FillModelView[]): Report {
  return {
    columns: ['account', 'model', 'value', 'standard error', 'unexplained bps', 'fills', 'confidence'],
    rows: models.flatMap(({ account, fits, best, confidence }) =>
      fits.map(({ kind, value, standardError, errorBps, fills }) => [
        account,
        kind,
        value.toPrecision(4),
        standardError === null ? '' : standardError.toPrecision(2),
        figure(errorBps),
        String(fills),
        kind === best ? confidence : '',
      ]),
    ),
    json: models,
  };
}

function figure(value: number | null): string {
  return value === null ? '' : value.toFixed(2);
}
