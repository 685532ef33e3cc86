import type { ReactNode } from 'react';
import type { Column } from '../../components/data-table.tsx';
import { formatQuantity } from '../../format/money.ts';
import {
  formatCount,
  formatNumber,
  formatPercent,
  formatSigned,
  NO_VALUE,
  signOf,
} from '../../format/number.ts';
import { formatDateTime } from '../../format/time.ts';
import { SideText } from '../order-cells.tsx';
import type { CostRow } from './cost-groups.ts';

/** Slippage and cost: above zero is worse, so it wears the colour of a loss. */
function cost(value: number | null, digits: number): ReactNode {
  if (value === null) return <span className="muted">{NO_VALUE}</span>;
  const direction = signOf(-Number(value.toFixed(digits)));
  return <span className={direction}>{formatSigned(value, digits)}</span>;
}

function basisPoints(
  id: string,
  header: string,
  hint: string,
  read: (row: CostRow) => number | null,
): Column<CostRow> {
  return {
    id,
    header,
    hint,
    align: 'right',
    width: 'minmax(62px, 0.8fr)',
    sortBy: read,
    cell: (row) => cost(read(row), 1),
  };
}

const FIGURES: readonly Column<CostRow>[] = [
  {
    id: 'value',
    header: 'Traded',
    hint: 'Quantity filled times its average price',
    align: 'right',
    width: 'minmax(76px, 1fr)',
    sortBy: ({ value }) => value,
    cell: ({ value }) => formatNumber(value, 0),
  },
  basisPoints(
    'arrival',
    'Arrival bp',
    'Average price against that at the decision',
    ({ arrivalBps }) => arrivalBps,
  ),
  basisPoints(
    'vwap',
    'VWAP bp',
    'Average price against that of the market until the last fill',
    ({ vwapBps }) => vwapBps,
  ),
  basisPoints('spread', 'Spread bp', 'Effective spread paid (Huang and Stoll)', ({ spreadBps }) => spreadBps),
  basisPoints('fees', 'Fees bp', 'Fees as a share of what was traded', ({ feeBps }) => feeBps),
  basisPoints(
    'shortfall-bps',
    'Shortfall bp',
    'Implementation shortfall (Perold): delay, trading, what was missed, fees',
    ({ shortfallBps }) => shortfallBps,
  ),
  {
    id: 'shortfall',
    header: 'Shortfall',
    hint: 'The same in money of the account; above zero is a cost',
    align: 'right',
    width: 'minmax(70px, 0.9fr)',
    sortBy: ({ shortfall }) => shortfall,
    cell: ({ shortfall, order }) => (
      <span title={order === null ? undefined : shortfallText(order)}>{cost(shortfall, 2)}</span>
    ),
  },
  {
    id: 'maker',
    header: 'Maker',
    hint: 'Share of the quantity that gave liquidity; – where the venue does not tell',
    align: 'right',
    width: '56px',
    sortBy: ({ makerShare }) => makerShare,
    cell: ({ makerShare }) => (makerShare === null ? NO_VALUE : formatPercent(makerShare * 100, 0)),
  },
];

const ORDER_COLUMNS: readonly Column<CostRow>[] = [
  {
    id: 'time',
    header: 'Decided',
    hint: 'Time of the decision in the account, New York',
    width: '150px',
    sortBy: ({ order }) => order?.decisionTime ?? null,
    cell: ({ order }) => <span className="muted">{formatDateTime(order?.decisionTime)}</span>,
  },
  {
    id: 'symbol',
    header: 'Symbol',
    width: 'minmax(60px, 0.8fr)',
    sortBy: ({ name }) => name,
    cell: ({ name, order }) => (
      <>
        <span className="strong">{name}</span>
        {order?.isAlgorithm && <span className="muted"> in parts</span>}
      </>
    ),
  },
  {
    id: 'side',
    header: 'Side',
    width: '44px',
    sortBy: ({ order }) => order?.side ?? null,
    cell: ({ order }) => order && <SideText side={order.side} />,
  },
  {
    id: 'filled',
    header: 'Filled',
    align: 'right',
    width: 'minmax(52px, 0.7fr)',
    sortBy: ({ order }) => Number(order?.filledQuantity),
    cell: ({ order }) => formatQuantity(order?.filledQuantity),
  },
];

const GROUP_COLUMNS: readonly Column<CostRow>[] = [
  {
    id: 'name',
    header: 'Of',
    width: 'minmax(120px, 1.6fr)',
    sortBy: ({ name }) => name,
    cell: ({ name }) => <span className="strong">{name}</span>,
  },
  {
    id: 'orders',
    header: 'Orders',
    align: 'right',
    width: '64px',
    sortBy: ({ orders }) => orders,
    cell: ({ orders }) => formatCount(orders),
  },
];

export const COST_COLUMNS_OF_ORDERS = [...ORDER_COLUMNS, ...FIGURES];
export const COST_COLUMNS_OF_GROUPS = [...GROUP_COLUMNS, ...FIGURES];

function shortfallText({ shortfall, arrival }: NonNullable<CostRow['order']>): string | undefined {
  if (shortfall === null) return undefined;
  const { delay, trading, opportunity, fees } = shortfall;
  const parts = [
    `delay ${formatSigned(delay)}`,
    `trading ${formatSigned(trading)}`,
    `missed ${formatSigned(opportunity)}`,
    `fees ${formatSigned(fees)}`,
  ];
  return `${parts.join(', ')}; against the ${arrival?.kind === 'mid' ? 'middle of bid and ask' : 'last price'} at the decision`;
}
