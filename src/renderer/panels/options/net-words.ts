import { formatNumber } from '../../format/number.ts';
import type { StrategyDraft } from './leg-draft.ts';

/** A net price as it is typed: `1.25`, or `−1.25` for what is received. */
export function netText(price: number | null): string {
  return price === null ? '' : price.toFixed(2).replace('-', '−');
}

/** Whether a net price is paid or received. */
export function netWord(price: number | null): string {
  return price === null || Number.isNaN(price) ? '' : price < 0 ? 'credit' : 'debit';
}

/** What is about to be sent: `Send 2 × 4 legs for 1.25 credit`. */
export function sendText({ legs, type }: StrategyDraft, units: number, price: number | null): string {
  if (legs.length === 0) return 'Choose legs …';
  const what = `Send ${formatNumber(units, 0)} × ${legs.length === 1 ? '1 leg' : `${legs.length} legs`}`;
  if (type === 'market') return `${what} at market`;
  return price === null || Number.isNaN(price)
    ? what
    : `${what} for ${formatNumber(Math.abs(price))} ${netWord(price)}`;
}
