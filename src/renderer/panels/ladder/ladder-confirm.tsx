import type { KeyboardEvent, ReactNode } from 'react';
import { orderLine } from '#domain/orders/order-line';
import { confirmWaiting, dropWaiting, useWaitingOrder } from '../../trading/send-at-once.ts';

/** Asks about an order that is unusual, above what it would be sent with: Enter sends it, Escape leaves it. */
export function LadderConfirm({ symbol }: { readonly symbol: string }): ReactNode {
  const waiting = useWaitingOrder(symbol);
  if (!waiting) return null;
  return (
    <div className="ladder-confirm" role="alert">
      <span>
        <b>{orderLine(waiting.request)}?</b> {waiting.reasons.join('; ')}
      </span>
      <span className="ladder-line">
        <button type="button" className="button small" onClick={() => confirmWaiting(symbol)}>
          Send it <kbd>⏎</kbd>
        </button>
        <button type="button" className="button small" onClick={() => dropWaiting(symbol)}>
          Leave it <kbd>Esc</kbd>
        </button>
      </span>
    </div>
  );
}

/** Keys while the ladder asks, wherever in it the keyboard is; a key held down is no answer. */
export function confirmKey(event: KeyboardEvent, symbol: string): void {
  const isOwn = event.target instanceof Element && event.target.closest('.ladder-confirm') !== null;
  if (event.key === 'Enter' && (event.repeat || isOwn)) return;
  const isAnswer =
    (event.key === 'Enter' && confirmWaiting(symbol)) || (event.key === 'Escape' && dropWaiting(symbol));
  if (!isAnswer) return;
  event.preventDefault();
  event.stopPropagation();
}
