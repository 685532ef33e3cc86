import type { ReactNode } from 'react';
import type { OrderView } from '#contract/services/trading';
import { isOpenStatus } from '#domain/orders/order-state';
import { act } from '../app/session-control.ts';
import { openPanel } from '../app/workspace-control.ts';
import { Badge, type Tone } from '../components/badge.tsx';
import { formatAmount } from '../format/money.ts';
import { formatPercent, NO_VALUE } from '../format/number.ts';
import { explain } from '../stores/focus.ts';
import { waitingText } from '../trading/order-words.ts';

type Status = OrderView['status'];

/** The word and colour of each state, the same wherever an order is shown. */
export const STATUS_WORDS: Readonly<Record<Status, { readonly word: string; readonly tone: Tone }>> = {
  pending: { word: 'pending', tone: 'muted' },
  refused: { word: 'refused', tone: 'warning' },
  held: { word: 'held', tone: 'model' },
  sent: { word: 'sent', tone: 'accent' },
  unknown: { word: '? unknown', tone: 'alarm' },
  'pending-cancel': { word: 'cancelling', tone: 'warning' },
  'pending-replace': { word: 'changing', tone: 'warning' },
  working: { word: 'working', tone: 'accent' },
  'partially-filled': { word: 'part filled', tone: 'accent' },
  filled: { word: 'filled', tone: 'good' },
  cancelled: { word: 'cancelled', tone: 'muted' },
  rejected: { word: 'rejected', tone: 'danger' },
  expired: { word: 'expired', tone: 'muted' },
};

/** Whether an order may still trade, and so may be cancelled. */
export function isOpenOrder({ status }: Pick<OrderView, 'status'>): boolean {
  return isOpenStatus(status);
}

/** Whether an order's terms may be changed now: not while its outcome is open or something is asked for already. */
export function isChangeable({ status }: Pick<OrderView, 'status'>): boolean {
  return status === 'held' || status === 'working' || status === 'partially-filled';
}

/** The state of an order in a word, its reason in the tooltip. */
export function StatusBadge({
  order,
}: {
  readonly order: Pick<OrderView, 'status' | 'statusReason' | 'waitsUntil'>;
}): ReactNode {
  const { word, tone } = STATUS_WORDS[order.status];
  const doubt = 'Nobody knows yet whether it reached the broker';
  const title =
    order.status === 'unknown'
      ? `${doubt}: ${order.statusReason ?? ''}`
      : (order.statusReason ?? waitingText(order));
  return (
    <Badge tone={tone} title={title}>
      {word}
    </Badge>
  );
}

/** The kind of an order in words: `limit`, `trailing stop post-only`; marked where the engine itself watches for its trigger. */
export function TypeText({
  order,
}: {
  readonly order: Pick<OrderView, 'type' | 'isEmulated' | 'isPostOnly' | 'isReduceOnly' | 'displayQuantity'>;
}): ReactNode {
  const extras = [
    order.isPostOnly && 'post-only',
    order.isReduceOnly && 'reduce-only',
    order.displayQuantity !== undefined && 'iceberg',
  ].filter((extra) => extra !== false);
  const title = order.isEmulated
    ? 'The broker lacks this type: Octopus watches the market and sends it when its time has come'
    : undefined;
  return (
    <span title={title}>
      {order.type.replace('trailing', 'trail').replaceAll('-', ' ')}
      {extras.length > 0 && <span className="muted"> {extras.join(' ')}</span>}
      {order.isEmulated && <span className="warning"> emulated</span>}
    </span>
  );
}

/** The prices an order waits for, as a person says them: `99.50`, `stop 98.00 → 97.50`, `trails 2.0 %`. */
export function orderPriceText(
  order: Pick<OrderView, 'limitPrice' | 'stopPrice' | 'trailAmount' | 'trailPercent' | 'limitOffset'>,
): string {
  const { limitPrice, stopPrice, trailAmount, trailPercent } = order;
  const trail =
    trailAmount !== undefined
      ? `trails ${formatAmount(trailAmount)}`
      : trailPercent !== undefined
        ? `trails ${formatPercent(Number(trailPercent), 1)}`
        : undefined;
  const stop = stopPrice === undefined ? undefined : `stop ${formatAmount(stopPrice)}`;
  const limit = limitPrice === undefined ? undefined : formatAmount(limitPrice);
  const parts = [trail ?? stop, limit].filter((part) => part !== undefined);
  return parts.length === 0 ? NO_VALUE : parts.join(' → ');
}

export function SideText({ side }: { readonly side: 'buy' | 'sell' }): ReactNode {
  return <span className={side === 'buy' ? 'up' : 'down'}>{side === 'buy' ? 'Buy' : 'Sell'}</span>;
}

/** Asks for the end of an order; what the engine refuses is said as a note. */
export function cancelOrder({ clientOrderId, symbol }: Pick<OrderView, 'clientOrderId' | 'symbol'>): void {
  void act(`Cancel the order in ${symbol}`, (engine) => engine.trading.cancel({ clientOrderId }));
}

/** Shows the way from an order back to the data it came from. */
export function explainOrder(clientOrderId: string): void {
  explain({ kind: 'order', clientOrderId });
  openPanel('decision', 'Decision');
}

export function WhyButton({ clientOrderId }: { readonly clientOrderId: string }): ReactNode {
  return (
    <button
      type="button"
      className="link-button"
      title="Why this exists, back to the data it saw"
      onClick={() => explainOrder(clientOrderId)}
    >
      Why ›
    </button>
  );
}
