import type { BacktestResult } from '#contract/services/backtests';
import type { ParameterValues } from '#domain/indicators/indicator';
import type { HonestVerdict } from '#engine/simulation/honesty/honest-verdict';
import { FIGURE_LABELS } from './figure-labels.ts';
import { type Cell, type Format, printReport } from './output.ts';
import type { Terminal } from './terminal.ts';

/** The statistics of a run, as `octopus backtest` and `octopus strategy test` print them; with what was said of it, if asked. */
export function printStatistics(
  terminal: Terminal,
  format: Format,
  result: BacktestResult,
  {
    name,
    timeframe,
    honest,
    more = {},
    footer = honest ? ['', honest.sentence] : [],
  }: {
    readonly name: string;
    readonly timeframe: string;
    readonly honest?: HonestVerdict | undefined;
    /** Told in JSON besides. */
    readonly more?: Readonly<Record<string, unknown>>;
    readonly footer?: readonly string[];
  },
): void {
  const { symbol, options: used, statistics } = result;
  const { parameters } = used;
  const { orders } = result.account ?? {};
  const rows: Cell[][] = LABELS.map(([name, label]) => [label, statistics[name] ?? null]);
  const flat = Object.entries(statistics) as [string, Cell][];
  printReport(terminal, format, {
    columns: format === 'table' ? ['statistic', 'value'] : ['name', 'value'],
    rows:
      format === 'table'
        ? [
            ['Strategy', nameOfRun(name, parameters)],
            ['Symbol', `${symbol} ${timeframe}`],
            ...rows,
            ...orderRows(orders),
          ]
        : flat,
    json: {
      ...statistics,
      ...{ strategy: used.strategy, parameters, symbol, timeframe, options: used },
      ...(orders ? { orders } : {}),
      ...(honest ? { honest } : {}),
      ...more,
    },
    footer,
  });
}

const LABELS = [...FIGURE_LABELS, ['orderListHash', 'Order list hash']] as const;

/** What a reader must know of the orders before believing the figures; nothing when all went its way. */
function orderRows(orders: Orders | undefined): Cell[][] {
  return [
    ...(orders?.refused ? [['Orders refused', orders.refused]] : []),
    ...(orders?.ambiguousBars ? [['Bars with stop and target in reach', orders.ambiguousBars]] : []),
  ];
}

type Orders = NonNullable<BacktestResult['account']>['orders'];

function nameOfRun(name: string, parameters: ParameterValues): string {
  return `${name} (${Object.entries(parameters)
    .map(([parameter, value]) => `${parameter} ${value}`)
    .join(', ')})`;
}

/** The trades of a run, one row each. */
export async function printTrades(
  terminal: Terminal,
  format: Format,
  trades: readonly Trade[],
): Promise<void> {
  const { timeFormatter } = await import('./times.ts');
  const time = timeFormatter(
    Float64Array.from(
      trades.flatMap(({ entryTime, exitTime }) => (exitTime === null ? [entryTime] : [entryTime, exitTime])),
    ),
  );
  printReport(terminal, format, {
    columns: [
      'side',
      'quantity',
      'entryTime',
      'entryPrice',
      'exitTime',
      'exitPrice',
      'pnl',
      'returnPct',
      'bars',
    ],
    rows: trades.map((trade) => [
      trade.side,
      trade.quantity,
      time(trade.entryTime),
      trade.entryPrice,
      trade.exitTime === null ? null : time(trade.exitTime),
      trade.exitPrice,
      trade.pnl,
      trade.returnPct,
      trade.bars,
    ]),
  });
}

type Trade = BacktestResult['trades'][number];
