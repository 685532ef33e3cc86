import { type Breach, MINUTE_MS, percentText } from './breach.ts';
import type { ProtectionSettings } from './protection-settings.ts';

/** Orders wanted and cancelled by an account within the minute up to now. */
export interface OrderCount {
  readonly eventTime: number;
  readonly orders: number;
  readonly cancels: number;
}

/** Below it a share of cancelled orders says nothing. */
const ORDERS_JUDGED_FROM = 10;

/** Fires at the last order of a minute that is still allowed, or when too many of them were cancelled; holds a minute. */
export function orderRateBreach(
  { orderRate }: ProtectionSettings,
  { eventTime, orders, cancels }: OrderCount,
): Breach | null {
  if (!orderRate.isOn) return null;
  const common = { symbol: null, effect: 'reduce', untilTime: eventTime + MINUTE_MS } as const;
  if (orders >= orderRate.ordersPerMinuteMax) {
    const reason = `${orders} orders within a minute; the limit is ${orderRate.ordersPerMinuteMax}`;
    return { ...common, protection: 'order-rate', reason };
  }
  const cancelPct = orders < ORDERS_JUDGED_FROM ? 0 : (cancels / orders) * 100;
  if (cancelPct <= orderRate.cancelPctMax) return null;
  const reason = `${percentText(cancelPct)} of ${orders} orders within a minute were cancelled; the limit is ${percentText(orderRate.cancelPctMax)}`;
  return { ...common, protection: 'cancel-ratio', reason };
}

/** Times of what happened within the last minute, counted without keeping older ones. */
export class MinuteCount {
  #times: number[] = [];

  add(time: number): void {
    this.#times.push(time);
  }

  /** How many in the minute up to `time`. */
  within(time: number): number {
    const first = this.#times.findIndex((one) => one > time - MINUTE_MS);
    this.#times = first < 0 ? [] : this.#times.slice(first);
    return this.#times.length;
  }
}
