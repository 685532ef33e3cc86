import './orders.css';
import { type KeyboardEvent, type ReactNode, useCallback, useMemo, useState } from 'react';
import { useIsConnected } from '../../client/connection.ts';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { EmptyState, Problem } from '../../components/notice.tsx';
import { PanelHead } from '../../components/panel-head.tsx';
import { formatCount } from '../../format/number.ts';
import { useAccounts, useAlgorithms, useSettings } from '../../stores/engine-streams.ts';
import { useOrdersOf } from '../../stores/every-account.ts';
import { linkSymbol } from '../../stores/focus.ts';
import { useTradingAccount } from '../../stores/trading-account.ts';
import { NewOrderButton } from '../empty-actions.tsx';
import { cancelOrder, explainOrder, isChangeable, isOpenOrder } from '../order-cells.tsx';
import type { PanelProps } from '../panel-props.ts';
import { ORDER_COLUMN_KINDS } from './order-columns.tsx';
import { algorithmMatchesFilter, isFiltering, matchesFilter, NO_FILTER } from './order-filter.ts';
import { ActionsCell, FoldCell, wideLine } from './order-lines.tsx';
import { isBeneath, type OrderRow, orderOf, orderRows } from './order-rows.ts';
import { OrderTools } from './order-tools.tsx';
import { useOrderHistories } from './use-order-histories.ts';

const classOf = (row: OrderRow): string =>
  row.kind === 'order'
    ? row.order.status === 'unknown'
      ? 'doubtful'
      : ''
    : row.kind === 'algorithm'
      ? ''
      : 'detail';

/** Every order in whatever state, beneath what it hangs on, with every change of its state. */
export function OrdersPanel({ panelId, link }: PanelProps): ReactNode {
  const [isEvery, setIsEvery] = useState(false);
  const [filter, setFilter] = useState(NO_FILTER);
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set());
  const [changing, setChanging] = useState<string | null>(null);
  const [selectedId, setSelectedId] = useState<string | null>(null);
  const { items, byId, isLoaded, problem } = useOrdersOf(isEvery);
  const { algorithms, shown } = useShownAlgorithms(isEvery);
  const isConnected = useIsConnected();
  const unfoldedOrders = useMemo(() => [...unfolded].flatMap((id) => byId.get(id) ?? []), [unfolded, byId]);
  const historyOf = useOrderHistories(unfoldedOrders);
  const rows = useMemo(
    () =>
      orderRows(items, {
        unfolded,
        changing,
        historyOf,
        algorithms: shown,
        isWanted: (order) => matchesFilter(order, filter),
        isAlgorithmWanted: (algorithm) => algorithmMatchesFilter(algorithm, filter),
      }),
    [items, unfolded, changing, historyOf, shown, filter],
  );
  const fold = useCallback((id: string, isShown?: boolean): void => {
    setUnfolded((before) => {
      const next = new Set(before);
      if (isShown ?? !next.has(id)) next.add(id);
      else next.delete(id);
      return next;
    });
  }, []);
  const columns = useOrderColumns(isEvery, fold, setChanging);
  const openCount = useMemo(() => items.filter(isOpenOrder).length, [items]);
  const doubtful = useMemo(() => items.filter(({ status }) => status === 'unknown').length, [items]);

  function onRowKey(event: KeyboardEvent, row: OrderRow): void {
    const order = orderOf(row);
    const id = row.id.split('/')[0] ?? row.id;
    if (event.key === 'ArrowRight') fold(id, true);
    else if (event.key === 'ArrowLeft') {
      fold(id, false);
      setSelectedId(id);
    } else if (event.key === 'Delete' && event.shiftKey)
      event.currentTarget
        .closest('.orders')
        ?.querySelector<HTMLElement>('.tools-end [data-confirm]')
        ?.click();
    else if (event.key === 'Delete' && order && isOpenOrder(order)) cancelOrder(order);
    else if ((event.key === 'm' || event.key === 'F2') && order && isChangeable(order))
      setChanging(order.clientOrderId);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** A change that ends gives the keyboard back to the order's line. */
  const endChange = useCallback(() => {
    setChanging((id) => {
      setSelectedId(id);
      return null;
    });
    requestAnimationFrame(() =>
      document.querySelector<HTMLElement>('.workspace[data-current="true"] [aria-label="Orders"]')?.focus(),
    );
  }, []);
  const wideOf = useCallback((row: OrderRow) => wideLine(row, endChange), [endChange]);

  return (
    <div className="panel-column orders">
      <PanelHead panelId={panelId}>
        {doubtful > 0 && <span className="danger-text strong">{formatCount(doubtful)} unknown</span>}
        <span className="muted">
          {formatCount(openCount)} open of {formatCount(items.length)}
        </span>
      </PanelHead>
      <OrderTools
        isEvery={isEvery}
        onEvery={setIsEvery}
        filter={filter}
        onFilter={setFilter}
        orders={items}
        openCount={openCount}
      />
      {problem && <Problem text={problem} />}
      <DataTable
        label="Orders"
        columns={columns}
        rows={rows}
        idOf={({ id }) => id}
        selectedId={selectedId}
        onSelect={(row) => {
          setSelectedId(row.id);
          const symbol = row.kind === 'algorithm' ? row.algorithm.symbol : orderOf(row)?.symbol;
          if (symbol !== undefined) linkSymbol(symbol, link);
        }}
        onActivate={(row) => {
          const order = orderOf(row);
          if (order) explainOrder(order.clientOrderId);
        }}
        onRowKey={onRowKey}
        isBeneath={isBeneath}
        wideOf={wideOf}
        classOf={classOf}
        isStale={!isConnected}
        empty={
          isLoaded && isFiltering(filter) && items.length + algorithms.length > 0 ? (
            <EmptyState
              title="No order is like that"
              action={
                <button type="button" className="button small" onClick={() => setFilter(NO_FILTER)}>
                  Show all {formatCount(items.length)}
                </button>
              }
            />
          ) : (
            <EmptyState
              title={isLoaded ? 'No orders yet' : 'Waiting for the engine'}
              action={isLoaded && <NewOrderButton />}
            >
              {isLoaded
                ? 'Press B or S to write one; refused orders are kept here too.'
                : 'Orders are shown as soon as it answers.'}
            </EmptyState>
          )
        }
      />
    </div>
  );
}

/** Algorithms of what is listed, by id. */
function useShownAlgorithms(isEvery: boolean) {
  const { items: algorithms } = useAlgorithms();
  const chosen = useTradingAccount()?.account;
  const shown = useMemo(
    () =>
      new Map(
        algorithms
          .filter(({ account }) => isEvery || account === chosen)
          .map((algorithm) => [algorithm.id, algorithm]),
      ),
    [algorithms, isEvery, chosen],
  );
  return { algorithms, shown };
}

function useOrderColumns(
  isEvery: boolean,
  onFold: (id: string) => void,
  onChange: (id: string) => void,
): readonly Column<OrderRow>[] {
  const chosen = useSettings()?.orderColumns;
  const hasSeveral = useAccounts().items.length > 1;
  return useMemo(() => {
    const ids = chosen ?? [];
    const withAccount =
      isEvery && hasSeveral && !ids.includes('account') ? ['account' as const, ...ids] : ids;
    return [
      {
        id: 'fold',
        header: '',
        label: 'What hangs on it',
        width: '66px',
        cell: (row) => <FoldCell row={row} onFold={onFold} />,
      },
      ...withAccount.map((id) => ({ id, ...ORDER_COLUMN_KINDS[id] })),
      {
        id: 'actions',
        header: '',
        label: 'Actions',
        width: '142px',
        cell: (row) => <ActionsCell row={row} onChange={onChange} />,
      },
    ];
  }, [chosen, isEvery, hasSeveral, onFold, onChange]);
}
