import { createStore, useStore } from 'zustand';
import type { OrderTermTexts } from '../panels/orders/order-change.ts';

/** The order whose change is being written, with the terms proposed for it. */
export interface OpenOrderChange {
  readonly clientOrderId: string;
  readonly proposed: OrderTermTexts;
}

export const orderChangeStore = createStore<{ open: OpenOrderChange | null }>()(() => ({ open: null }));

/** Opens the sheet in which an order's terms are changed, from wherever the order is shown. */
export function openOrderChange(clientOrderId: string, proposed: OrderTermTexts = {}): void {
  orderChangeStore.setState({ open: { clientOrderId, proposed } });
}

export function closeOrderChange(): void {
  orderChangeStore.setState({ open: null });
}

export const useOrderChange = (): OpenOrderChange | null => useStore(orderChangeStore, ({ open }) => open);
