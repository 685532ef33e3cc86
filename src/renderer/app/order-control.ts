import { isChangeable } from '../panels/order-cells.tsx';
import { orderStream } from '../stores/engine-streams.ts';
import { focusStore } from '../stores/focus.ts';
import { showToast } from '../stores/toasts.ts';
import { openOrderChange } from '../trading/order-change-store.ts';
import { cancelAllOf } from '../trading/place-order.ts';
import { openPanel, pressIn, showWorkspace } from './workspace-control.ts';

/** Opens the sheet for the newest order that can be changed, in the symbol the linked panels show. */
export function changeNewestOrder(): void {
  const symbol = shownSymbol();
  const newest = orderStream.store
    .getState()
    .items.filter((order) => order.symbol === symbol && isChangeable(order))
    .sort((a, b) => b.createdTime - a.createdTime)[0];
  if (newest) openOrderChange(newest.clientOrderId);
  else nothing('Change an order', 'works');
}

/** Cancels every open order in the symbol the linked panels show. */
export function cancelOrdersShown(): void {
  const symbol = shownSymbol();
  if (symbol !== undefined) cancelAllOf(symbol);
}

/** Goes to the position in the symbol shown and asks there whether to close it: the next Enter does. */
export function flattenShown(): void {
  const symbol = shownSymbol();
  if (symbol === undefined) return;
  showWorkspace('trade');
  openPanel('positions', 'Positions');
  pressIn('positions', `[id$="-${CSS.escape(symbol)}"] [data-confirm]`, () => nothing('Flatten', 'is held'));
}

function shownSymbol(): string | undefined {
  return focusStore.getState().linkedSymbols.blue;
}

function nothing(title: string, what: string): void {
  showToast({ severity: 'info', title, text: `Nothing ${what} in ${shownSymbol() ?? 'the symbol shown'}.` });
}
