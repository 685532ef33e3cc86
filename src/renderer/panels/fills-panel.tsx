import type { ReactNode } from 'react';
import type { FillView } from '#contract/services/trading';
import { useIsConnected } from '../client/connection.ts';
import { type Column, DataTable } from '../components/data-table.tsx';
import { EmptyState, Problem } from '../components/notice.tsx';
import { PanelHead } from '../components/panel-head.tsx';
import { formatAmount, formatDecimalText, formatQuantity } from '../format/money.ts';
import { formatCount, formatNumber } from '../format/number.ts';
import { formatDateTime } from '../format/time.ts';
import { useFills } from '../stores/engine-streams.ts';
import { linkSymbol } from '../stores/focus.ts';
import { NewOrderButton } from './empty-actions.tsx';
import { explainOrder, SideText, WhyButton } from './order-cells.tsx';
import type { PanelProps } from './panel-props.ts';

const COLUMNS: readonly Column<FillView>[] = [
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
    width: 'minmax(64px, 1fr)',
    sortBy: (row) => row.symbol,
    cell: (row) => <span className="strong">{row.symbol}</span>,
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
    sortBy: (row) => Number(row.price) * Number(row.quantity),
    cell: (row) => formatNumber(Number(row.price) * Number(row.quantity)),
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

/** Every fill of the session, newest first. */
export function FillsPanel({ panelId, link }: PanelProps): ReactNode {
  const { items, isLoaded, problem } = useFills();
  const isConnected = useIsConnected();
  return (
    <div className="panel-column">
      <PanelHead panelId={panelId}>
        <span className="muted">{formatCount(items.length)}</span>
      </PanelHead>
      {problem && <Problem text={problem} />}
      <DataTable
        label="Fills"
        columns={COLUMNS}
        rows={items}
        idOf={({ fillId }) => fillId}
        onSelect={({ symbol }) => linkSymbol(symbol, link)}
        onActivate={({ clientOrderId }) => explainOrder(clientOrderId)}
        isStale={!isConnected}
        empty={
          <EmptyState
            title={isLoaded ? 'No fills in this session' : 'Waiting for the engine'}
            action={isLoaded && <NewOrderButton />}
          >
            {isLoaded
              ? 'An order that meets the market appears here with its price and fee.'
              : 'Fills are shown as soon as it answers.'}
          </EmptyState>
        }
      />
    </div>
  );
}
