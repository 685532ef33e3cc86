import type { Column } from '../../../components/data-table.tsx';
import {
  formatCount,
  formatNumber,
  formatPercent,
  formatSigned,
  formatSignedPercent,
  signOf,
} from '../../../format/number.ts';
import { formatDate, formatMinute } from '../../../format/time.ts';
import type { TradeRow } from './trade-rows.ts';

/** The columns of trades: days for daily bars, minutes for shorter ones; the symbol where there are several. */
export function tradeColumns({
  isDaily,
  hasSymbols,
}: {
  readonly isDaily: boolean;
  readonly hasSymbols: boolean;
}): readonly Column<TradeRow>[] {
  const time = (value: number | null): string => (isDaily ? formatDate(value) : formatMinute(value));
  const timeWidth = isDaily ? '92px' : '132px';
  const right = (
    column: Omit<Column<TradeRow>, 'align' | 'width'>,
    width = 'minmax(58px, 1fr)',
  ): Column<TradeRow> => ({ ...column, align: 'right', width });
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
    ...(hasSymbols ? [SYMBOL_COLUMN] : []),
    right({
      id: 'quantity',
      header: 'Quantity',
      sortBy: ({ quantity }) => quantity,
      cell: ({ quantity }) => formatNumber(quantity, Number.isInteger(quantity) ? 0 : 4),
    }),
    {
      id: 'entryTime',
      align: 'right',
      width: timeWidth,
      header: 'Entered',
      sortBy: ({ entryTime }) => entryTime,
      cell: ({ entryTime }) => time(entryTime),
    },
    right({
      id: 'entryPrice',
      header: 'At',
      sortBy: ({ entryPrice }) => entryPrice,
      cell: ({ entryPrice }) => formatNumber(entryPrice),
    }),
    {
      id: 'exitTime',
      align: 'right',
      width: timeWidth,
      header: 'Left',
      sortBy: ({ exitTime }) => exitTime,
      cell: ({ exitTime }) => (exitTime === null ? 'open' : time(exitTime)),
    },
    right({
      id: 'exitPrice',
      header: 'At',
      sortBy: ({ exitPrice }) => exitPrice,
      cell: ({ exitPrice }) => formatNumber(exitPrice),
    }),
    right(
      {
        id: 'pnl',
        header: 'Profit',
        hint: 'After fees, in the account’s currency',
        sortBy: ({ pnl }) => pnl,
        cell: ({ pnl }) => <span className={signOf(pnl)}>{formatSigned(pnl)}</span>,
      },
      'minmax(86px, 1.3fr)',
    ),
    right(
      {
        id: 'sum',
        header: 'Sum',
        hint: 'Profit of this trade and all before it',
        sortBy: ({ runningPnl }) => runningPnl,
        cell: ({ runningPnl }) => <span className={signOf(runningPnl)}>{formatSigned(runningPnl)}</span>,
      },
      'minmax(86px, 1.3fr)',
    ),
    right({
      id: 'return',
      header: 'Return',
      hint: 'Of the value at entry',
      sortBy: ({ returnPct }) => returnPct,
      cell: ({ returnPct }) => <span className={signOf(returnPct)}>{formatSignedPercent(returnPct)}</span>,
    }),
    right({
      id: 'mae',
      header: 'MAE',
      hint: 'Worst excursion: the furthest price went against the trade, percent of the entry price',
      sortBy: ({ maePct }) => maePct,
      cell: ({ maePct }) => formatPercent(maePct, 1),
    }),
    right({
      id: 'mfe',
      header: 'MFE',
      hint: 'Best excursion: the furthest price went for the trade, percent of the entry price',
      sortBy: ({ mfePct }) => mfePct,
      cell: ({ mfePct }) => formatPercent(mfePct, 1),
    }),
    right({ id: 'bars', header: 'Bars', sortBy: ({ bars }) => bars, cell: ({ bars }) => formatCount(bars) }),
  ];
}

const SYMBOL_COLUMN: Column<TradeRow> = {
  id: 'symbol',
  header: 'Symbol',
  width: 'minmax(64px, 0.8fr)',
  sortBy: ({ symbol }) => symbol ?? '',
  cell: ({ symbol }) => <span className="strong">{symbol}</span>,
};
