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

function columns(time: (value: number | null) => string, timeWidth: string): readonly Column<TradeRow>[] {
  const right = (column: Omit<Column<TradeRow>, 'align' | 'width'>): Column<TradeRow> => ({
    ...column,
    align: 'right',
    width: 'minmax(58px, 1fr)',
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
    right({
      id: 'pnl',
      header: 'Profit',
      hint: 'After fees, in the account’s currency',
      sortBy: ({ pnl }) => pnl,
      cell: ({ pnl }) => <span className={signOf(pnl)}>{formatSigned(pnl)}</span>,
    }),
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

export const DAILY_TRADE_COLUMNS = columns((value) => formatDate(value), '92px');
export const INTRADAY_TRADE_COLUMNS = columns((value) => formatMinute(value), '132px');
