import type { OrderIntent } from '#domain/orders/order';
import { formatDecimal, parseDecimal } from '#domain/values/decimal';
import type { IntentPayload } from './record-kinds.ts';

/** The intent as a record holds it. */
export function intentPayload(intent: OrderIntent): IntentPayload {
  const { quantity, limitPrice, stopPrice, ...rest } = intent;
  return {
    ...rest,
    quantity: formatDecimal(quantity),
    ...(limitPrice === undefined ? {} : { limitPrice: formatDecimal(limitPrice) }),
    ...(stopPrice === undefined ? {} : { stopPrice: formatDecimal(stopPrice) }),
  };
}

/** Inverse of {@link intentPayload}. */
export function orderIntentFromPayload(payload: IntentPayload): OrderIntent {
  const { quantity, limitPrice, stopPrice, ...rest } = payload;
  return {
    ...rest,
    quantity: parseDecimal(quantity),
    ...(limitPrice === undefined ? {} : { limitPrice: parseDecimal(limitPrice) }),
    ...(stopPrice === undefined ? {} : { stopPrice: parseDecimal(stopPrice) }),
  };
}
