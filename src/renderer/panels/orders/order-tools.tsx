import { type ReactNode, useMemo } from 'react';
import { ORDER_COLUMNS } from '#contract/services/settings';
import type { OrderView } from '#contract/services/trading';
import { saveSettings } from '../../app/save-settings.ts';
import { act, cancelAllOrders } from '../../app/session-control.ts';
import { saveFile } from '../../client/save-file.ts';
import { ConfirmButton } from '../../components/confirm-button.tsx';
import { SheetButton } from '../../components/sheet-button.tsx';
import { formatCount } from '../../format/number.ts';
import { useAccounts, useSettings } from '../../stores/engine-streams.ts';
import { showToast } from '../../stores/toasts.ts';
import { useTradingAccount } from '../../stores/trading-account.ts';
import { ORDER_COLUMN_KINDS } from './order-columns.tsx';
import { ordersAsCsv } from './order-csv.ts';
import { matchesFilter, type OrderFilter, STATE_FILTERS, type StateFilter } from './order-filter.ts';

/** What of all orders is listed, and what can be done with the list. */
export function OrderTools({
  isEvery,
  onEvery,
  filter,
  onFilter,
  orders,
  openCount,
}: {
  readonly isEvery: boolean;
  readonly onEvery: (isEvery: boolean) => void;
  readonly filter: OrderFilter;
  readonly onFilter: (filter: OrderFilter) => void;
  readonly orders: readonly OrderView[];
  readonly openCount: number;
}): ReactNode {
  const origins = useMemo(() => [...new Set(orders.map(({ origin }) => origin))].sort(), [orders]);
  return (
    <div className="table-tools" role="toolbar" aria-label="Orders listed">
      <AccountScope isEvery={isEvery} onEvery={onEvery} />
      <select
        aria-label="State"
        value={filter.state}
        onChange={({ target: { value } }) => onFilter({ ...filter, state: value as StateFilter })}
      >
        {STATE_FILTERS.map(({ value, text }) => (
          <option key={value} value={value}>
            {value === 'all' ? 'Any state' : text}
          </option>
        ))}
      </select>
      <select
        aria-label="Origin"
        value={filter.origin}
        onChange={({ target: { value } }) => onFilter({ ...filter, origin: value })}
      >
        <option value="">From anybody</option>
        {origins.map((origin) => (
          <option key={origin} value={origin}>
            {origin === 'person' ? 'You' : origin}
          </option>
        ))}
      </select>
      <input
        type="search"
        className="filter-field"
        aria-label="Find orders"
        placeholder="symbol, reason, number"
        value={filter.text}
        onChange={({ target: { value } }) => onFilter({ ...filter, text: value })}
      />
      <span className="tools-end">
        <ColumnChooser />
        <button
          type="button"
          className="link-button"
          title="What is listed, as CSV with exact amounts and times in UTC"
          disabled={orders.length === 0}
          onClick={() => exportOrders(orders.filter((order) => matchesFilter(order, filter)))}
        >
          CSV
        </button>
        {!isEvery && (
          <ConfirmButton
            question={`Cancel ${formatCount(openCount)}?`}
            title="Asks for the end of every open order of this account; once asks, twice does it"
            isDisabled={openCount === 0}
            onConfirm={cancelAllOrders}
          >
            Cancel all
          </ConfirmButton>
        )}
      </span>
    </div>
  );
}

/** One account or all; absent while there is one. */
export function AccountScope({
  isEvery,
  onEvery,
}: {
  readonly isEvery: boolean;
  readonly onEvery: (isEvery: boolean) => void;
}): ReactNode {
  const { items } = useAccounts();
  const chosen = useTradingAccount();
  if (items.length < 2 && !isEvery) return null;
  return (
    <select
      aria-label="Account"
      value={isEvery ? 'every' : 'chosen'}
      onChange={({ target: { value } }) => onEvery(value === 'every')}
    >
      <option value="chosen">{chosen?.account ?? 'Chosen account'}</option>
      <option value="every">All {formatCount(items.length)} accounts</option>
    </select>
  );
}

function ColumnChooser(): ReactNode {
  const chosen = useSettings()?.orderColumns ?? [];
  return (
    <SheetButton
      label="Columns of the blotter"
      width={250}
      sheet={() => (
        <fieldset className="list-sheet-columns">
          <legend>Columns</legend>
          {ORDER_COLUMNS.map((column) => (
            <label key={column} className="check">
              <input
                type="checkbox"
                checked={chosen.includes(column)}
                disabled={chosen.length === 1 && chosen.includes(column)}
                onChange={({ target: { checked } }) => {
                  const orderColumns = ORDER_COLUMNS.filter((one) =>
                    one === column ? checked : chosen.includes(one),
                  );
                  void act('Keep the columns', () => saveSettings({ orderColumns }));
                }}
              />
              {ORDER_COLUMN_KINDS[column].name}
            </label>
          ))}
        </fieldset>
      )}
    >
      Columns
    </SheetButton>
  );
}

function exportOrders(orders: readonly OrderView[]): void {
  const text = saveFile('orders.csv', new Blob([ordersAsCsv(orders)], { type: 'text/csv' }));
  showToast({ severity: 'success', title: `${formatCount(orders.length)} orders written`, text });
}
