import { useEffect } from 'react';
import { createStore, useStore } from 'zustand';
import type { PrecautionName } from '#contract/services/protections';
import type { OrderRequest } from '#contract/services/trading';
import { orderLine } from '#domain/orders/order-line';
import { showToast } from '../stores/toasts.ts';
import { oneClickStore } from './one-click.ts';
import { sendOrder } from './send-order.ts';

type Request = Omit<OrderRequest, 'nonce'>;

/** An order that was pressed and waits for a person to say that it is meant so. */
export interface WaitingOrder {
  readonly request: Request;
  /** What is unusual about it, a sentence each. */
  readonly reasons: readonly string[];
  readonly precautions: readonly PrecautionName[];
}

const ASKS_MS = 15_000;

export const waitingOrderStore = createStore<{ readonly waiting: WaitingOrder | null }>()(() => ({
  waiting: null,
}));
/** How many ladders of each symbol are there to ask in. */
const ladders = new Map<string, number>();
let timer: ReturnType<typeof setTimeout> | undefined;

/**
 * Sends an order at one click. One that only a precaution stands against is asked about in the ladder of its symbol, where
 * there is one; what is refused or nobody answered is said as a note.
 */
export async function sendAtOnce(request: Request): Promise<void> {
  setWaiting(null);
  const outcome = await sendOrder(request);
  if (outcome.state === 'sent') return;
  if (outcome.state === 'refused' && outcome.precautions && ladders.has(request.symbol)) {
    setWaiting({ request, reasons: outcome.reasons, precautions: outcome.precautions });
    return;
  }
  const text = outcome.state === 'unknown' ? outcome.text : outcome.reasons.join('; ');
  showToast({ severity: 'error', title: `Not sent: ${orderLine(request)}`, text });
}

/** Sends what waits in the symbol as it was meant; judged once more, it may be asked about again. False when nothing waits. */
export function confirmWaiting(symbol: string): boolean {
  const waiting = waitingIn(symbol);
  if (!waiting) return false;
  void sendAtOnce({ ...waiting.request, acceptPrecautions: [...waiting.precautions] });
  return true;
}

/** Forgets what waits in the symbol. False when nothing does. */
export function dropWaiting(symbol: string): boolean {
  if (!waitingIn(symbol)) return false;
  setWaiting(null);
  return true;
}

/** What waits in the symbol of a ladder, which is there to ask for as long as it is shown. */
export function useWaitingOrder(symbol: string): WaitingOrder | null {
  useEffect(() => {
    ladders.set(symbol, (ladders.get(symbol) ?? 0) + 1);
    return () => {
      const left = (ladders.get(symbol) ?? 1) - 1;
      if (left > 0) ladders.set(symbol, left);
      else ladders.delete(symbol);
      if (left === 0) dropWaiting(symbol);
    };
  }, [symbol]);
  const waiting = useStore(waitingOrderStore, (state) => state.waiting);
  return waiting?.request.symbol === symbol ? waiting : null;
}

function waitingIn(symbol: string): WaitingOrder | null {
  const { waiting } = waitingOrderStore.getState();
  return waiting?.request.symbol === symbol ? waiting : null;
}

function setWaiting(waiting: WaitingOrder | null): void {
  clearTimeout(timer);
  waitingOrderStore.setState({ waiting });
  if (waiting) timer = setTimeout(() => waitingOrderStore.setState({ waiting: null }), ASKS_MS);
}

// Another account, a line that was lost: what waited was not meant for that.
oneClickStore.subscribe(({ isArmed }) => {
  if (!isArmed) setWaiting(null);
});
