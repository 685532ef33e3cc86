import type { OrderView } from '#contract/services/trading';
import { parseDecimal } from '#domain/values/decimal';
import { formatQuantity } from '../../format/money.ts';

/** Terms of an order that can be replaced while it is open. */
export type OrderTermName = 'quantity' | 'limitPrice' | 'stopPrice' | 'trailAmount';
export type OrderTermTexts = Readonly<Partial<Record<OrderTermName, string>>>;

const LABELS: Readonly<Record<OrderTermName, string>> = {
  quantity: 'quantity',
  limitPrice: 'limit',
  stopPrice: 'stop',
  trailAmount: 'trail by',
};

export interface TermField {
  readonly name: OrderTermName;
  readonly label: string;
  /** As it is now. */
  readonly value: string;
}

/** The terms an order has that can be changed; the quantity first. */
export function termFields(order: OrderView): TermField[] {
  return (Object.keys(LABELS) as OrderTermName[]).flatMap((name) => {
    const value = order[name];
    return value === undefined ? [] : [{ name, label: LABELS[name], value }];
  });
}

export type ChangeOutcome =
  | { readonly kind: 'same' }
  | { readonly kind: 'wrong'; readonly text: string }
  | { readonly kind: 'changed'; readonly change: OrderTermTexts };

/** What of the typed terms differs from the order's; thousands separators may be typed. */
export function changedTerms(order: OrderView, texts: OrderTermTexts): ChangeOutcome {
  const change: Partial<Record<OrderTermName, string>> = {};
  for (const { name, label, value } of termFields(order)) {
    const text = (texts[name] ?? '').trim().replaceAll(',', '');
    if (!/^\d+(\.\d{1,8})?$/.test(text) || parseDecimal(text) === 0n)
      return {
        kind: 'wrong',
        text: `The ${label} must be above zero, with at most 8 digits after the point, not “${texts[name] ?? ''}”`,
      };
    if (parseDecimal(text) !== parseDecimal(value)) change[name] = text;
  }
  if (change.quantity !== undefined && parseDecimal(change.quantity) <= parseDecimal(order.filledQuantity))
    return {
      kind: 'wrong',
      text: `${formatQuantity(order.filledQuantity)} are filled already; cancel the order to have no more`,
    };
  return Object.keys(change).length === 0 ? { kind: 'same' } : { kind: 'changed', change };
}
