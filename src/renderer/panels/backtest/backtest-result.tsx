import { type ReactNode, useState } from 'react';
import type { BacktestResult, BacktestStatistics } from '#contract/services/backtests';
import { BacktestChart } from '../../charts/backtest-chart.tsx';
import { Badge } from '../../components/badge.tsx';
import { type Column, DataTable } from '../../components/data-table.tsx';
import {
  formatCount,
  formatDuration,
  formatNumber,
  formatPercent,
  formatSigned,
  formatSignedPercent,
  signOf,
} from '../../format/number.ts';
import { formatDate, formatMinute } from '../../format/time.ts';

type Trade = BacktestResult['trades'][number] & { readonly id: string };

const LOCAL_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

interface Figure {
  readonly name: string;
  readonly text: string;
  readonly sign?: 'up' | 'down' | 'flat';
  readonly hint?: string;
}

/** A backtest's figures, its curve beside holding, its trades and the hash that names its orders. */
export function BacktestResultView({ result }: { readonly result: BacktestResult }): ReactNode {
  const trades = result.trades.map((trade, i) => ({ ...trade, id: String(i + 1) }));
  return (
    <div className="backtest-result">
      <dl className="figures" aria-label="Statistics">
        {figuresOf(result.statistics).map(({ name, text, sign, hint }) => (
          <div key={name} title={hint}>
            <dt>{name}</dt>
            <dd className={sign}>{text}</dd>
          </div>
        ))}
      </dl>
      <p className="backtest-origin">
        <span>
          {result.symbol} {result.timeframe}, {result.statistics.startDate} to {result.statistics.endDate},{' '}
          {formatCount(result.statistics.bars)} bars in {formatDuration(result.elapsedMs)}
        </span>
        {result.isCached && result.computedTime !== undefined && (
          <Badge
            tone="muted"
            title="The same code, options and bars as before: taken from what is remembered"
          >
            cached, computed {formatMinute(result.computedTime, LOCAL_ZONE)}
          </Badge>
        )}
        <HashBadge hash={result.statistics.orderListHash} />
      </p>
      <div className="backtest-chart">
        <BacktestChart result={result} />
      </div>
      <div className="backtest-trades">
        <DataTable
          label="Trades"
          columns={result.timeframe === '1d' ? DAILY_COLUMNS : INTRADAY_COLUMNS}
          rows={trades}
          idOf={({ id }) => id}
          empty={
            <p className="backtest-empty">No trade: the strategy never asked for a position in this range.</p>
          }
        />
      </div>
    </div>
  );
}

function figuresOf(s: BacktestStatistics): Figure[] {
  return [
    { name: 'Return', text: formatSignedPercent(s.returnPct), sign: signOf(s.returnPct) },
    {
      name: 'Hold',
      text: formatSignedPercent(s.buyAndHoldReturnPct),
      sign: signOf(s.buyAndHoldReturnPct),
      hint: 'Growth of the price itself over the same bars',
    },
    { name: 'Final equity', text: formatNumber(s.equityFinal) },
    {
      name: 'A year',
      text: formatSignedPercent(s.annualizedReturnPct),
      sign: signOf(s.annualizedReturnPct),
      hint: 'Annualised return',
    },
    { name: 'Volatility', text: formatPercent(s.volatilityPct), hint: 'A year' },
    { name: 'Max drawdown', text: formatPercent(s.maxDrawdownPct), sign: signOf(s.maxDrawdownPct) },
    { name: 'Sharpe', text: formatNumber(s.sharpe) },
    { name: 'Sortino', text: formatNumber(s.sortino) },
    { name: 'Calmar', text: formatNumber(s.calmar) },
    { name: 'Trades', text: formatCount(s.trades) },
    { name: 'Won', text: formatPercent(s.winRatePct, 1) },
    { name: 'Profit factor', text: formatNumber(s.profitFactor) },
    { name: 'In the market', text: formatPercent(s.exposurePct, 1) },
    { name: 'Fees', text: formatNumber(s.feesPaid) },
  ];
}

function columns(time: (value: number | null) => string): readonly Column<Trade>[] {
  const right = (column: Omit<Column<Trade>, 'align' | 'width'>): Column<Trade> => ({
    ...column,
    align: 'right',
    width: 'minmax(72px, 1fr)',
  });
  return [
    {
      id: 'number',
      header: '#',
      align: 'right',
      width: '48px',
      sortBy: ({ id }) => Number(id),
      cell: ({ id }) => id,
    },
    {
      id: 'side',
      header: 'Side',
      width: '60px',
      sortBy: ({ side }) => side,
      cell: ({ side }) => (side === 'long' ? 'Long' : 'Short'),
    },
    right({
      id: 'quantity',
      header: 'Quantity',
      sortBy: ({ quantity }) => quantity,
      cell: ({ quantity }) => formatNumber(quantity, Number.isInteger(quantity) ? 0 : 4),
    }),
    right({
      id: 'entryTime',
      header: 'Entered',
      sortBy: ({ entryTime }) => entryTime,
      cell: ({ entryTime }) => time(entryTime),
    }),
    right({
      id: 'entryPrice',
      header: 'At',
      sortBy: ({ entryPrice }) => entryPrice,
      cell: ({ entryPrice }) => formatNumber(entryPrice),
    }),
    right({
      id: 'exitTime',
      header: 'Left',
      sortBy: ({ exitTime }) => exitTime,
      cell: ({ exitTime }) => (exitTime === null ? 'open' : time(exitTime)),
    }),
    right({
      id: 'exitPrice',
      header: 'At',
      sortBy: ({ exitPrice }) => exitPrice,
      cell: ({ exitPrice }) => formatNumber(exitPrice),
    }),
    right({
      id: 'pnl',
      header: 'Profit',
      sortBy: ({ pnl }) => pnl,
      cell: ({ pnl }) => <span className={signOf(pnl)}>{formatSigned(pnl)}</span>,
    }),
    right({
      id: 'return',
      header: '%',
      sortBy: ({ returnPct }) => returnPct,
      cell: ({ returnPct }) => <span className={signOf(returnPct)}>{formatSigned(returnPct)}</span>,
    }),
    right({ id: 'bars', header: 'Bars', sortBy: ({ bars }) => bars, cell: ({ bars }) => formatCount(bars) }),
  ];
}

const DAILY_COLUMNS = columns((value) => formatDate(value));
const INTRADAY_COLUMNS = columns((value) => formatMinute(value));

/** Names the run's orders and fills: equal hashes are equal runs. Copies on press. */
function HashBadge({ hash }: { readonly hash: string }): ReactNode {
  const [outcome, setOutcome] = useState<'copied' | 'could not be copied' | null>(null);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(hash);
      setOutcome('copied');
    } catch {
      setOutcome('could not be copied');
    }
  };
  return (
    <button
      type="button"
      className="hash-badge"
      title={`Hash of every order and fill: ${hash}. Press to copy.`}
      onClick={() => void copy()}
    >
      orders {hash.slice(0, 12)} <span aria-live="polite">{outcome ?? 'copy'}</span>
    </button>
  );
}
