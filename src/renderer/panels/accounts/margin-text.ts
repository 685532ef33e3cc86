import type { AccountView } from '#contract/services/accounts';
import { formatPercent } from '../../format/number.ts';

/** `margin · 50.0 % to open, 25.0 % to hold`, or `cash`; empty for an account without a type. */
export function marginText({ type, margin }: Pick<AccountView, 'type' | 'margin'>): string {
  if (type !== 'margin' || margin === null) return type ?? '';
  const { initialRate, maintenanceRate } = margin;
  const hold = maintenanceRate === null ? '' : `, ${formatPercent(maintenanceRate * 100)} to hold`;
  return `margin · ${formatPercent(initialRate * 100)} to open${hold}`;
}
