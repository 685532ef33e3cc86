import { type Command, Option } from 'commander';
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

/** `octopus costs`: what the newest orders of an account cost, or the slippage that its fills amount to. */
export function addCostsCommand(program: Command, terminal: Terminal): void {
  program
    .command('costs')
    .description('what orders cost against the price at their decision, the market and a paper trade')
    .addOption(accountOption('that of the open session unless told'))
    .addOption(new Option('--symbol <symbol>', 'only this instrument'))
    .addOption(
      new Option('--limit <count>', 'newest orders looked at')
        .default(200)
        .argParser(wholeNumberFrom(1, 1_000)),
    )
    .addOption(new Option('--fit', 'instead, fit the slippage of backtests to the fills'))
    .addOption(dataOption())
    .addOption(formatOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nBasis points are above zero when they are worse for the order. JSON: as trading.executionCosts, with --fit trading.fillModel.',
    )
    .action(async (options: CostsOptions) => {
      const { account, symbol, limit } = options;
      const request = {
        ...(account === undefined ? {} : { account }),
        ...(symbol === undefined ? {} : { symbol }),
      };
      const report = await withEngineClient(terminal, options.data, async (client) =>
        options.fit
          ? fitTable(await client.trading.fillModel(request))
          : costTable(await client.trading.executionCosts({ ...request, limit })),
      );
      printAnswer(terminal, options, report);
    });
}

function costTable(report: ExecutionCostReport): Report {
  const { summary, currency } = report;
  return {
    columns: ['id', 'time', 'order', 'average', 'arrival bps', 'VWAP bps', `shortfall ${currency}`, 'fees'],
    rows: [
      ...report.orders.map(costRow),
      [
        'all',
        '',
        `${summary.measured} of ${summary.orders} measured`,
        '',
        figure(summary.arrivalSlippageBps),
        figure(summary.vwapSlippageBps),
        figure(summary.shortfall),
        figure(summary.fees),
      ],
    ],
    json: report,
  };
}

function costRow(cost: ExecutionCost): string[] {
  const { id, decisionTime, side, filledQuantity, quantity, symbol, averagePrice, shortfall } = cost;
  return [
    id,
    new Date(decisionTime).toISOString().slice(0, 19).replace('T', ' '),
    `${side} ${filledQuantity} of ${quantity} ${symbol}`,
    averagePrice === '0' ? '' : averagePrice,
    figure(cost.arrivalSlippageBps),
    figure(cost.vwapSlippageBps),
    figure(shortfall?.total ?? null),
    figure(shortfall?.fees ?? null),
  ];
}

function fitTable(model: FillModelView): Report {
  return {
    columns: ['model', 'value', 'standard error', 'unexplained bps', 'fills', 'confidence'],
    rows: model.fits.map(({ kind, value, standardError, errorBps, fills }) => [
      kind,
      value.toPrecision(4),
      standardError === null ? '' : standardError.toPrecision(2),
      figure(errorBps),
      String(fills),
      kind === model.best ? model.confidence : '',
    ]),
    json: model,
  };
}

function figure(value: number | null): string {
  return value === null ? '' : value.toFixed(2);
}
