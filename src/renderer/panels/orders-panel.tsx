import type { ReactNode } from 'react';
import type { OrderView } from '#contract/services/trading';
import { act } from '../app/session-control.ts';
import { useIsConnected } from '../client/connection.ts';
import { type Column, DataTable } from '../components/data-table.tsx';
import { EmptyState, Problem } from '../components/notice.tsx';
import { PanelHead } from '../components/panel-head.tsx';
import { formatAmount, formatQuantity } from '../format/money.ts';
import { formatCount, NO_VALUE } from '../format/number.ts';
import { formatDateTime, formatMinute } from '../format/time.ts';
import { useOrders } from '../stores/engine-streams.ts';
import { linkSymbol } from '../stores/focus.ts';
import { NewOrderButton } from './empty-actions.tsx';
import { explainOrder, isOpenOrder, SideText, StatusBadge, WhyButton } from './order-cells.tsx';
import type { PanelProps } from './panel-props.ts';

const COLUMNS: readonly Column<OrderView>[] = [
  {
    id: 'time',
    header: 'Time',
    hint: 'Market time of its birth, New York',
    width: '134px',
    sortBy: (row) => row.createdTime,
    cell: (row) => (
      <span className="muted" title={formatDateTime(row.createdTime)}>
        {formatMinute(row.createdTime)}
      </span>
    ),
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
    width: '44px',
    sortBy: (row) => row.side,
    cell: (row) => <SideText side={row.side} />,
  },
  { id: 'type', header: 'Type', width: '56px', sortBy: (row) => row.type, cell: (row) => row.type },
  {
    id: 'quantity',
    header: 'Quantity',
    align: 'right',
    width: 'minmax(60px, 1fr)',
    sortBy: (row) => Number(row.quantity),
    cell: (row) => formatQuantity(row.quantity),
  },
  {
    id: 'filled',
    header: 'Filled',
    align: 'right',
    width: 'minmax(56px, 1fr)',
    sortBy: (row) => Number(row.filledQuantity),
    cell: (row) => formatQuantity(row.filledQuantity),
  },
  {
    id: 'price',
    header: 'Price',
    hint: 'Limit or stop price',
    align: 'right',
    width: 'minmax(62px, 1fr)',
    sortBy: (row) => Number(row.limitPrice ?? row.stopPrice ?? 0) || null,
    cell: (row) => formatAmount(row.limitPrice ?? row.stopPrice ?? null),
  },
  {
    id: 'average',
    header: 'Average',
    hint: 'Volume-weighted price of its fills',
    align: 'right',
    width: 'minmax(62px, 1fr)',
    sortBy: (row) => Number(row.averagePrice) || null,
    cell: (row) => (Number(row.averagePrice) === 0 ? NO_VALUE : formatAmount(row.averagePrice)),
  },
  {
    id: 'validity',
    header: 'Valid',
    width: '44px',
    sortBy: (row) => row.timeInForce,
    cell: (row) => <span className="muted">{row.timeInForce === 'gtc' ? 'GTC' : 'Day'}</span>,
  },
  {
    id: 'status',
    header: 'State',
    width: '108px',
    sortBy: (row) => row.status,
    cell: (row) => <StatusBadge order={row} />,
  },
  {
    id: 'origin',
    header: 'From',
    width: 'minmax(60px, 0.8fr)',
    sortBy: (row) => row.origin,
    cell: (row) => (row.origin === 'person' ? 'You' : row.origin),
  },
  {
    id: 'reason',
    header: 'Reason',
    width: 'minmax(120px, 2.4fr)',
    cell: (row) => (
      <span className="muted" title={row.statusReason ?? row.reason}>
        {row.statusReason ?? row.reason}
      </span>
    ),
  },
  {
    id: 'actions',
    header: '',
    label: 'Actions',
    width: '96px',
    cell: (row) => (
      <span className="row-actions">
        <WhyButton clientOrderId={row.clientOrderId} />
        {isOpenOrder(row) && (
          <button type="button" className="link-button danger" onClick={() => cancel(row)}>
            Cancel
          </button>
        )}
      </span>
    ),
  },
];

function cancel({ clientOrderId, symbol }: OrderView): void {
  void act(`Cancel the order in ${symbol}`, (engine) => engine.trading.cancel({ clientOrderId }));
}

/** Every order of the session in whatever state, newest first. */
export function OrdersPanel({ panelId, link }: PanelProps): ReactNode {
  const { items, isLoaded, problem } = useOrders();
  const isConnected = useIsConnected();
  const open = items.filter(isOpenOrder).length;
  return (
    <div className="panel-column">
      <PanelHead panelId={panelId}>
        <span className="muted">
          {formatCount(open)} open of {formatCount(items.length)}
        </span>
      </PanelHead>
      {problem && <Problem text={problem} />}
      <DataTable
        label="Orders"
        columns={COLUMNS}
        rows={items}
        idOf={({ clientOrderId }) => clientOrderId}
        onSelect={({ symbol }) => linkSymbol(symbol, link)}
        onActivate={({ clientOrderId }) => explainOrder(clientOrderId)}
        onRowKey={(event, order) => {
          if (event.key === 'Delete' && isOpenOrder(order)) cancel(order);
        }}
        isStale={!isConnected}
        empty={
          <EmptyState
            title={isLoaded ? 'No orders in this session' : 'Waiting for the engine'}
            action={isLoaded && <NewOrderButton />}
          >
            {isLoaded
              ? 'Press B or S to write one; refused orders are kept here too.'
              : 'Orders are shown as soon as it answers.'}
          </EmptyState>
        }
      />
    </div>
  );
}
