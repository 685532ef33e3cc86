import { createStore, useStore } from 'zustand';
import { connectionStore } from '../client/connection.ts';
import { tradingAccountStore } from '../stores/trading-account.ts';
import { readAmount } from './amount-text.ts';

/** Sizes offered beside the field. */
export const QUANTITY_PRESETS = ['1', '5', '10', '50', '100'] as const;

interface OneClick {
  /** A press in the ladder or the chart sends at once. Off until a person switches it on, and never kept. */
  readonly isArmed: boolean;
  /** Units of the next order placed at a price, as typed. */
  readonly quantity: string;
}

const QUANTITY_KEY = 'one-click-quantity';

export const oneClickStore = createStore<OneClick>()(() => ({
  isArmed: false,
  quantity: globalThis.localStorage?.getItem(QUANTITY_KEY) ?? '1',
}));

export function setArmed(isArmed: boolean): void {
  oneClickStore.setState({ isArmed });
}

export function setClickQuantity(quantity: string): void {
  globalThis.localStorage?.setItem(QUANTITY_KEY, quantity);
  oneClickStore.setState({ quantity });
}

/** Takes the preset after the quantity, or the one before it. */
export function stepClickQuantity(step: 1 | -1): void {
  const now = Number(oneClickStore.getState().quantity) || 0;
  const larger = QUANTITY_PRESETS.find((preset) => Number(preset) > now);
  const smaller = QUANTITY_PRESETS.filter((preset) => Number(preset) < now).at(-1);
  const next = step === 1 ? larger : smaller;
  if (next !== undefined) setClickQuantity(next);
}

/** What is wrong with the quantity as typed; undefined when it can be sent. */
export function clickQuantityFault(quantity: string): string | undefined {
  const { amount, error } = readAmount(quantity, 'quantity');
  return amount === null ? (error ?? 'a quantity is missing') : undefined;
}

export const useOneClick = (): OneClick => useStore(oneClickStore);

// What was armed for one account, or on a line that stood, is not meant for another.
tradingAccountStore.subscribe(() => setArmed(false));
connectionStore.subscribe(({ link }, before) => {
  if (link !== before.link) setArmed(false);
});
