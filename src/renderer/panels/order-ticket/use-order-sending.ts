import { useRef, useState } from 'react';
import type { OrderRequest } from '#contract/services/trading';
import { requireEngine } from '../../client/connection.ts';
import { isOutcomeUnknown, refusalText } from '../../client/refusal.ts';
import { formatQuantity } from '../../format/money.ts';

export type Sending =
  | { readonly state: 'idle' }
  | { readonly state: 'sending' }
  | { readonly state: 'sent'; readonly text: string; readonly clientOrderId: string }
  | { readonly state: 'refused'; readonly reasons: readonly string[] }
  /** Nobody answered: pressing again repeats the very same order, so it cannot become two. */
  | { readonly state: 'unknown'; readonly text: string };

export interface OrderSending {
  readonly sending: Sending;
  send(request: Omit<OrderRequest, 'nonce'>): Promise<boolean>;
  clear(): void;
}

/** Sends orders, previewed once more at the moment of sending; one nonce a press, kept while the outcome is unknown. */
export function useOrderSending(): OrderSending {
  const [sending, setSending] = useState<Sending>({ state: 'idle' });
  const isBusy = useRef(false);
  const unanswered = useRef<{ key: string; nonce: string } | null>(null);

  async function send(request: Omit<OrderRequest, 'nonce'>): Promise<boolean> {
    if (isBusy.current) return false;
    isBusy.current = true;
    setSending({ state: 'sending' });
    const key = JSON.stringify(request);
    const nonce = unanswered.current?.key === key ? unanswered.current.nonce : crypto.randomUUID();
    try {
      const engine = requireEngine();
      const preview = await engine.trading.preview({ ...request, nonce });
      if (!preview.isAccepted) {
        setSending({ state: 'refused', reasons: preview.refusals });
        return false;
      }
      unanswered.current = { key, nonce };
      const order = await engine.trading.submit({ ...request, nonce });
      unanswered.current = null;
      if (order.status === 'refused' || order.status === 'rejected') {
        setSending({ state: 'refused', reasons: [order.statusReason ?? `the order was ${order.status}`] });
        return false;
      }
      const text = `${order.side} ${formatQuantity(order.quantity)} ${order.symbol}: ${order.status}`;
      setSending({ state: 'sent', text, clientOrderId: order.clientOrderId });
      return true;
    } catch (error) {
      const isUnknown = unanswered.current !== null && isOutcomeUnknown(error);
      if (!isUnknown) unanswered.current = null;
      setSending(
        isUnknown
          ? {
              state: 'unknown',
              text: `${refusalText(error)}. Sending again repeats the same order, never a second one.`,
            }
          : { state: 'refused', reasons: [refusalText(error)] },
      );
      return false;
    } finally {
      isBusy.current = false;
    }
  }

  return { sending, send, clear: () => setSending({ state: 'idle' }) };
}
