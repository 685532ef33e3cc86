import { contractMultiplier } from '#domain/instruments/option-contract';
import { symbolLabel } from '#domain/orders/combo';
import type { Column } from '../../components/data-table.tsx';
import { formatAmount, formatDecimalText, formatQuantity } from '../../format/money.ts';
import { formatNumber, NO_VALUE } from '../../format/number.ts';
import { formatDateTime } from '../../format/time.ts';
import type { AccountFill } from '../../stores/every-account.ts';
import { briefSymbol } from '../../trading/brief-symbol.ts';
import { SideText, WhyButton } from '../order-cells.tsx';

/** What is told of a fill; whose it is, when several accounts are listed. */
export const FILL_COLUMNS: readonly Column<AccountFill>[] = [
  {
    id: 'time',
    header: 'Time',
    hint: 'Market time, New York',
    width: '156px',
    sortBy: (row) => row.eventTime,
    cell: (row) => <span className="muted">{formatDateTime(row.eventTime)}</span>,
  },
  {
    id: 'symbol',
    header: 'Symbol',
    width: 'minmax(78px, 1.4fr)',
    sortBy: (row) => row.symbol,
    cell: (row) => (
      <span className="strong" title={symbolLabel(row.symbol)}>
        {briefSymbol(row.symbol)}
      </span>
    ),
  },
  {
    id: 'side',
    header: 'Side',
    width: '48px',
    sortBy: (row) => row.side,
    cell: (row) => <SideText side={row.side} />,
  },
  {
    id: 'quantity',
    header: 'Quantity',
    align: 'right',
    width: 'minmax(64px, 1fr)',
    sortBy: (row) => Number(row.quantity),
    cell: (row) => formatQuantity(row.quantity),
  },
  {
    id: 'price',
    header: 'Price',
    align: 'right',
    width: 'minmax(70px, 1fr)',
    sortBy: (row) => Number(row.price),
    cell: (row) => <span title={formatDecimalText(row.price)}>{formatAmount(row.price)}</span>,
  },
  {
    id: 'value',
    header: 'Value',
    align: 'right',
    width: 'minmax(80px, 1fr)',
    sortBy: fillValueOf,
    cell: (row) => formatNumber(fillValueOf(row)),
  },
  {
    id: 'fee',
    header: 'Fee',
    align: 'right',
    width: 'minmax(56px, 1fr)',
    sortBy: (row) => Number(row.fee),
    cell: (row) => <span title={formatDecimalText(row.fee)}>{formatAmount(row.fee)}</span>,
  },
  {
    id: 'liquidity',
    header: 'Took',
    hint: 'Whether it gave or took liquidity, where the venue tells',
    width: '52px',
    sortBy: (row) => row.liquidity ?? null,
    cell: (row) => <span className="muted">{row.liquidity ?? NO_VALUE}</span>,
  },
  {
    id: 'order',
    header: 'Order',
    width: 'minmax(90px, 1.4fr)',
    cell: (row) => (
      <span className="muted selectable" title={row.clientOrderId}>
        {row.clientOrderId.slice(0, 10)}
      </span>
    ),
  },
  {
    id: 'why',
    header: '',
    label: 'Why',
    width: '60px',
    cell: (row) => <WhyButton clientOrderId={row.clientOrderId} />,
  },
];

export const ACCOUNT_COLUMN: Column<AccountFill> = {
  id: 'account',
  header: 'Account',
  width: 'minmax(70px, 0.8fr)',
  sortBy: (row) => row.account,
  cell: (row) => row.account,
};

function fillValueOf({ symbol, price, quantity }: AccountFill): number {
  return Number(price) * Number(quantity) * contractMultiplier(symbol);
}
