import '../orders/orders.css';
import { type ReactNode, useMemo, useState } from 'react';
import { useIsConnected } from '../../client/connection.ts';
import { saveFile } from '../../client/save-file.ts';
import { DataTable } from '../../components/data-table.tsx';
import { EmptyState, Problem } from '../../components/notice.tsx';
import { PanelHead } from '../../components/panel-head.tsx';
import { formatCount, formatNumber } from '../../format/number.ts';
import { type AccountFill, useFillsOf } from '../../stores/every-account.ts';
import { linkSymbol } from '../../stores/focus.ts';
import { showToast } from '../../stores/toasts.ts';
import { NewOrderButton } from '../empty-actions.tsx';
import { explainOrder } from '../order-cells.tsx';
import { AccountScope } from '../orders/order-tools.tsx';
import type { PanelProps } from '../panel-props.ts';
import { ACCOUNT_COLUMN, FILL_COLUMNS } from './fill-columns.tsx';
import { fillsAsCsv } from './fill-csv.ts';

/** Every fill of one account or all, newest first. */
export function FillsPanel({ panelId, link }: PanelProps): ReactNode {
  const [isEvery, setIsEvery] = useState(false);
  const [text, setText] = useState('');
  const { items, isLoaded, problem } = useFillsOf(isEvery);
  const isConnected = useIsConnected();
  const rows = useMemo(() => items.filter((fill) => matches(fill, text)), [items, text]);
  const columns = useMemo(() => (isEvery ? [ACCOUNT_COLUMN, ...FILL_COLUMNS] : FILL_COLUMNS), [isEvery]);
  return (
    <div className="panel-column">
      <PanelHead panelId={panelId}>
        <FillTotals fills={rows} />
      </PanelHead>
      <div className="table-tools" role="toolbar" aria-label="Fills listed">
        <AccountScope isEvery={isEvery} onEvery={setIsEvery} />
        <input
          type="search"
          className="filter-field"
          aria-label="Find fills"
          placeholder="symbol, order"
          value={text}
          onChange={({ target: { value } }) => setText(value)}
        />
        <span className="tools-end">
          <button
            type="button"
            className="link-button"
            title="What is listed, as CSV with exact amounts and times in UTC"
            disabled={rows.length === 0}
            onClick={() => exportFills(rows)}
          >
            CSV
          </button>
        </span>
      </div>
      {problem && <Problem text={problem} />}
      <DataTable
        label="Fills"
        columns={columns}
        rows={rows}
        idOf={({ fillId }) => fillId}
        onSelect={({ symbol }) => linkSymbol(symbol, link)}
        onActivate={({ clientOrderId }) => explainOrder(clientOrderId)}
        isStale={!isConnected}
        empty={
          <EmptyState
            title={
              !isLoaded ? 'Waiting for the engine' : text === '' ? 'No fills yet' : 'No fill is like that'
            }
            action={isLoaded && text === '' && <NewOrderButton />}
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

/** How many, what they moved and what they cost; summed for the eye, not for the books. */
function FillTotals({ fills }: { readonly fills: readonly AccountFill[] }): ReactNode {
  const { value, fees } = useMemo(() => {
    let value = 0;
    let fees = 0;
    for (const { quantity, price, fee } of fills) {
      value += Number(quantity) * Number(price);
      fees += Number(fee);
    }
    return { value, fees };
  }, [fills]);
  return (
    <>
      <span className="muted">{formatCount(fills.length)}</span>
      <span className="muted">value {formatNumber(value, 0)}</span>
      <span className="muted">fees {formatNumber(fees)}</span>
    </>
  );
}

function matches({ symbol, clientOrderId, fillId }: AccountFill, text: string): boolean {
  const wanted = text.trim().toLowerCase();
  return (
    wanted === '' ||
    symbol.toLowerCase().startsWith(wanted) ||
    clientOrderId.toLowerCase().startsWith(wanted) ||
    fillId.toLowerCase() === wanted
  );
}

function exportFills(fills: readonly AccountFill[]): void {
  const text = saveFile('fills.csv', new Blob([fillsAsCsv(fills)], { type: 'text/csv' }));
  showToast({ severity: 'success', title: `${formatCount(fills.length)} fills written`, text });
}
