import type { Order, OrderIntent } from '#domain/orders/order';
import { amountsFromText } from '#domain/orders/order-amounts';
import type { JournalStore } from '../ports/journal-store.ts';
import { orderIntentFromPayload } from './intent-payload.ts';
import type { JournalPayloads } from './record-kinds.ts';

/** An order with the terms it had when it went to its venue, and when that was; undefined when it never went. */
export function orderAsSent(
  store: Pick<JournalStore, 'correlated'>,
  order: Order,
): { readonly order: Order; readonly time: number } | undefined {
  const { status, createdTime } = order;
  if (isAsIntended(order))
    return status === 'refused' || status === 'pending' ? undefined : { order, time: createdTime };
  let sent: Order = order;
  for (const { kind, payload, eventTime } of store.correlated(order.clientOrderId)) {
    if (kind === 'OrderIntended') {
      const { intent } = JSON.parse(payload) as JournalPayloads['OrderIntended'];
      const {
        limitPrice: _limit,
        stopPrice: _stop,
        trailAmount: _trail,
        breakEvenAt: _at,
        breakEvenTo: _to,
        ...rest
      } = order;
      sent = { ...rest, ...orderIntentFromPayload(intent) };
    }
    if (kind === 'OrderReleased') {
      const { change = {}, type = sent.type } = JSON.parse(payload) as JournalPayloads['OrderReleased'];
      sent = { ...sent, ...amountsFromText<Partial<OrderIntent>>(change), type };
    }
    if (kind === 'OrderSent') return { order: sent, time: eventTime };
  }
  return undefined;
}

/** Whether an order went as it was wanted, at once, and has not been changed since: most have. */
function isAsIntended({ type, parentOrderId, isEmulated, revision, breakEvenAt }: Order): boolean {
  const isTrailing = type === 'trailing-stop' || type === 'trailing-stop-limit';
  const stands = !isTrailing && breakEvenAt === undefined;
  return stands && parentOrderId === undefined && !isEmulated && revision === undefined;
}
