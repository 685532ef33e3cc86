import { type ReactNode, useMemo } from 'react';
import type { PositionView } from '#contract/services/trading';
import { symbolLabel } from '#domain/orders/combo';
import { openPanel } from '../../app/workspace-control.ts';
import { useIsConnected } from '../../client/connection.ts';
import { ConfirmButton } from '../../components/confirm-button.tsx';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { EmptyState, Problem } from '../../components/notice.tsx';
import { NumberCell } from '../../components/number-cell.tsx';
import { PanelHead } from '../../components/panel-head.tsx';
import { formatAmount, formatDecimalText, formatQuantity } from '../../format/money.ts';
import { formatNumber, formatSigned } from '../../format/number.ts';
import { formatDateTime } from '../../format/time.ts';
import { useDecisions, useOrders, usePortfolioState, useSession } from '../../stores/engine-streams.ts';
import { explain, linkSymbol, useLinkedSymbol } from '../../stores/focus.ts';
import { briefSymbol } from '../../trading/brief-symbol.ts';
import { flatten } from '../../trading/place-order.ts';
import { NewOrderButton, StartReplayButton } from '../empty-actions.tsx';
import type { PanelProps } from '../panel-props.ts';
import { AccountSummary } from './account-summary.tsx';
import { workingStop } from './working-stop.ts';

/** What the account owns, what it is worth, and why. */
export function PositionsPanel({ panelId, link }: PanelProps): ReactNode {
  const { value: portfolio, problem } = usePortfolioState();
  const isConnected = useIsConnected();
  const selected = useLinkedSymbol(link);
  const { byId } = useDecisions();
  const { items: orders } = useOrders();
  const session = useSession();
  const stopOf = useMemo(() => {
    return (position: PositionView): number | null =>
      workingStop(position, orders) ??
      (position.decisionId ? byId.get(position.decisionId)?.sizing?.stopPrice : null) ??
      null;
  }, [byId, orders]);
  const columns = useMemo(() => positionColumns(stopOf), [stopOf]);
  const open = useMemo(
    () => (portfolio?.positions ?? []).filter(({ quantity }) => Number(quantity) !== 0),
    [portfolio?.positions],
  );

  return (
    <div className="panel-column">
      <PanelHead panelId={panelId}>
        <AccountSummary />
      </PanelHead>
      {problem && <Problem text={problem} />}
      <DataTable
        label="Positions"
        columns={columns}
        rows={open}
        idOf={({ symbol }) => symbol}
        selectedId={selected}
        onSelect={({ symbol }) => linkSymbol(symbol, link)}
        onActivate={why}
        onRowKey={(event) => {
          if (event.key === 'Delete') pressFlatten(event.currentTarget);
        }}
        isStale={!isConnected}
        empty={
          portfolio === null ? (
            <EmptyState title="Waiting for the account">
              Positions are shown as soon as the engine answers.
            </EmptyState>
          ) : (
            <EmptyState
              title="Nothing is owned"
              action={
                <>
                  <NewOrderButton />
                  <StartReplayButton />
                </>
              }
            >
              {session?.state === 'running'
                ? 'A position appears here with its first fill.'
                : 'Buy from the ticket (B), or let the strategies decide while the replay runs (Space).'}
            </EmptyState>
          )
        }
      />
    </div>
  );
}

/** The key presses the same button as the pointer, so it asks first too. */
function pressFlatten(table: Element): void {
  table.querySelector<HTMLButtonElement>('[aria-selected="true"] [data-confirm]')?.click();
}

function why(position: PositionView): void {
  if (position.decisionId === undefined) return;
  explain({ kind: 'decision', id: position.decisionId });
  openPanel('decision', 'Decision');
}

function sourceOf({ lastTime }: PositionView): string {
  return `Last price of ${formatDateTime(lastTime)} New York`;
}

function positionColumns(stopOf: (position: PositionView) => number | null): readonly Column<PositionView>[] {
  const right = { align: 'right' as const };
  return [
    {
      id: 'symbol',
      header: 'Symbol',
      width: 'minmax(78px, 1.6fr)',
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
      width: 'minmax(46px, 0.7fr)',
      sortBy: (row) => (row.quantity.startsWith('-') ? 'Short' : 'Long'),
      cell: (row) =>
        row.quantity.startsWith('-') ? <span className="down">Short</span> : <span className="up">Long</span>,
    },
    {
      id: 'quantity',
      header: 'Quantity',
      width: 'minmax(62px, 1fr)',
      ...right,
      sortBy: (row) => Number(row.quantity),
      cell: (row) => <NumberCell value={Number(row.quantity)} text={formatQuantity(row.quantity)} />,
    },
    {
      id: 'average',
      header: 'Average',
      hint: 'Volume-weighted entry price',
      width: 'minmax(66px, 1fr)',
      ...right,
      sortBy: (row) => Number(row.averagePrice),
      cell: (row) => (
        <span title={formatDecimalText(row.averagePrice)}>{formatAmount(row.averagePrice)}</span>
      ),
    },
    {
      id: 'last',
      header: 'Last',
      width: 'minmax(66px, 1fr)',
      ...right,
      sortBy: (row) => row.lastPrice,
      cell: (row) => (
        <NumberCell value={row.lastPrice} text={formatNumber(row.lastPrice)} source={sourceOf(row)} />
      ),
    },
    {
      id: 'value',
      header: 'Value',
      width: 'minmax(76px, 1.2fr)',
      ...right,
      sortBy: (row) => row.marketValue,
      cell: (row) => (
        <NumberCell value={row.marketValue} text={formatNumber(row.marketValue)} source={sourceOf(row)} />
      ),
    },
    {
      id: 'unrealized',
      header: 'Unrealised',
      width: 'minmax(86px, 1.1fr)',
      ...right,
      sortBy: (row) => row.unrealizedPnl,
      cell: (row) => (
        <NumberCell
          value={row.unrealizedPnl}
          text={formatSigned(row.unrealizedPnl)}
          isSigned
          source={sourceOf(row)}
        />
      ),
    },
    {
      id: 'unrealized-pct',
      header: '%',
      width: 'minmax(52px, 0.8fr)',
      ...right,
      sortBy: (row) => row.unrealizedPnlPct,
      cell: (row) => (
        <NumberCell value={row.unrealizedPnlPct} text={formatSigned(row.unrealizedPnlPct)} isSigned />
      ),
    },
    {
      id: 'realized',
      header: 'Realised',
      hint: 'Closed profit and loss of this symbol',
      isOptional: true,
      width: 'minmax(78px, 1fr)',
      ...right,
      sortBy: (row) => Number(row.realizedPnl),
      cell: (row) => <span className="muted">{formatAmount(row.realizedPnl)}</span>,
    },
    {
      id: 'weight',
      header: 'Weight %',
      hint: 'Share of equity in percent',
      width: 'minmax(68px, 0.8fr)',
      ...right,
      sortBy: (row) => row.weightPct,
      cell: (row) => formatNumber(row.weightPct, 1),
    },
    {
      id: 'stop',
      header: 'Stop',
      hint: 'Nearest stop order at work; without one the close at which the decision behind the position ends it',
      width: 'minmax(60px, 0.9fr)',
      ...right,
      sortBy: stopOf,
      cell: (row) => <span className="muted">{formatNumber(stopOf(row))}</span>,
    },
    {
      id: 'origin',
      header: 'Strategy',
      width: 'minmax(70px, 1fr)',
      sortBy: (row) => row.origin,
      cell: (row) => (row.origin === 'person' ? 'You' : row.origin),
    },
    {
      id: 'actions',
      header: '',
      label: 'Actions',
      width: '112px',
      cell: (row) => (
        <span className="row-actions">
          {row.decisionId !== undefined && (
            <button type="button" className="link-button" onClick={() => why(row)}>
              Why ›
            </button>
          )}
          <ConfirmButton
            question={`Close ${formatQuantity(row.quantity.replace('-', ''))}?`}
            title={`Sends a market order that closes ${row.symbol}`}
            onConfirm={() => flatten(row.symbol)}
          >
            Flatten
          </ConfirmButton>
        </span>
      ),
    },
  ];
}
