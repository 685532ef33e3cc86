import { isOver, progressOf, type WorkedOrder } from '#agents/execution-manager/algorithms/algorithm-book';
import type { AlgorithmView } from '#contract/services/algorithms';
import { arrivalPrice } from '#domain/orders/arrival';
import { slippageBps } from '#domain/orders/execution-cost';
import type { Order } from '#domain/orders/order';
import { amountsAsText } from '#domain/orders/order-amounts';
import {
  DECIMAL_ZERO,
  type Decimal,
  decimalToNumber,
  divideDecimal,
  formatDecimal,
} from '#domain/values/decimal';

/** An order that is worked in parts as it crosses the line; `children` as they stand now. */
export function algorithmView(worked: WorkedOrder, children: readonly Order[]): AlgorithmView {
  const { id, account, terms, state, plan, planNote, createdTime, updatedTime } = worked;
  const { filled, working, tradedValue } = progressOf(worked, children);
  const averagePrice = filled > DECIMAL_ZERO ? divideDecimal(tradedValue, filled) : DECIMAL_ZERO;
  const arrival = arrivalPrice(worked.arrival)?.price ?? null;
  const total = plan.reduce((sum, { weight }) => sum + weight, DECIMAL_ZERO);
  const share = (weight: Decimal): number => Number(weight) / Number(total);
  return {
    ...amountsAsText(terms),
    id,
    account,
    endTime: terms.endTime ?? null,
    state,
    reason: state === 'running' && worked.waitsFor !== '' ? `waits: ${worked.waitsFor}` : worked.reason,
    plan: plan.map(({ number, time, weight }) => ({ number, time, share: share(weight) })),
    planNote,
    filledQuantity: formatDecimal(filled),
    workingQuantity: formatDecimal(working),
    averagePrice: formatDecimal(averagePrice),
    childrenSent: worked.children.size,
    nextTime: isOver(state) ? null : worked.nextTime,
    arrivalPrice: arrival,
    arrivalSlippageBps:
      arrival === null || filled === DECIMAL_ZERO
        ? null
        : slippageBps(terms.side, decimalToNumber(averagePrice), arrival),
    createdTime,
    updatedTime: children.reduce((latest, order) => Math.max(latest, order.updatedTime), updatedTime),
  };
}
