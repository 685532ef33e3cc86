import { createStore, useStore } from 'zustand';
import { type AlertDraft, newDraft } from './alert-draft.ts';

interface AlertPanelState {
  readonly view: 'alerts' | 'history';
  /** What the editor holds; null while it is closed. */
  readonly draft: AlertDraft | null;
}

export const alertStore = createStore<AlertPanelState>()(() => ({ view: 'alerts', draft: null }));

export function showAlerts(view: AlertPanelState['view']): void {
  alertStore.setState({ view, draft: null });
}

export function editAlert(draft: AlertDraft | null): void {
  alertStore.setState({ draft });
}

/** Opens the editor with an alert at a price of a symbol; at no price the number is left to be typed. */
export function draftAlertAt(symbol: string, price: number | null): void {
  const rule = `price crosses ${price === null ? '' : price}`;
  editAlert(newDraft(symbol, rule.trim()));
}

export const useAlertPanel = (): AlertPanelState => useStore(alertStore);
