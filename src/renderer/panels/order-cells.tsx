import type { ReactNode } from 'react';
import type { OrderView } from '#contract/services/trading';
import { openPanel } from '../app/workspace-control.ts';
import { Badge, type Tone } from '../components/badge.tsx';
import { explain } from '../stores/focus.ts';

const TONES: Readonly<Record<OrderView['status'], Tone>> = {
  pending: 'muted',
  refused: 'warning',
  held: 'muted',
  sent: 'accent',
  unknown: 'danger',
  'pending-cancel': 'warning',
  'pending-replace': 'warning',
  working: 'accent',
  'partially-filled': 'accent',
  filled: 'good',
  cancelled: 'muted',
  rejected: 'danger',
  expired: 'muted',
};

/** Orders that can still fill, and so can be cancelled. */
const OPEN: ReadonlySet<OrderView['status']> = new Set(['pending', 'sent', 'working', 'partially-filled']);

export function isOpenOrder({ status }: OrderView): boolean {
  return OPEN.has(status);
}

/** The state of an order in a word, its reason in the tooltip. */
export function StatusBadge({ order }: { readonly order: OrderView }): ReactNode {
  return (
    <Badge tone={TONES[order.status]} title={order.statusReason}>
      {order.status.replace('-', ' ')}
    </Badge>
  );
}

export function SideText({ side }: { readonly side: 'buy' | 'sell' }): ReactNode {
  return <span className={side === 'buy' ? 'up' : 'down'}>{side === 'buy' ? 'Buy' : 'Sell'}</span>;
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
