import type { OrderIntent } from '#domain/orders/order';
import { amountsAsText, amountsFromText } from '#domain/orders/order-amounts';
import type { IntentPayload } from './record-kinds.ts';

/** The intent as a record holds it. */
export function intentPayload(intent: OrderIntent): IntentPayload {
  return amountsAsText(intent);
}

/** Inverse of {@link intentPayload}. */
export function orderIntentFromPayload(payload: IntentPayload): OrderIntent {
  return amountsFromText<OrderIntent>(payload);
}
