import { DECIMAL_ZERO, type Decimal } from '#domain/values/decimal';
import { toldDecimal } from '#domain/values/told-number';

export interface HeldQuantity {
  readonly symbol: string;
  /** Negative when short. */
  readonly quantity: Decimal;
}

/** Where our books and a broker's differ. */
export type BookDifference =
  | {
      readonly kind: 'position';
      readonly symbol: string;
      readonly ours: Decimal;
      readonly theirs: Decimal;
    }
  | { readonly kind: 'cash'; readonly currency: string; readonly ours: Decimal; readonly theirs: Decimal };

/**
 * Compares what is held by symbol, and cash when the broker tells it. Positions of zero count as none; cash may differ by
 * `cashTolerance`, inclusive (fees and interest that the broker books later).
 */
export function compareBooks(
  ours: { readonly positions: readonly HeldQuantity[]; readonly cash: Decimal; readonly currency: string },
  theirs: {
    readonly positions: readonly HeldQuantity[];
    readonly balances: readonly { readonly currency: string; readonly cash: Decimal }[];
  },
  cashTolerance: Decimal,
): BookDifference[] {
  const held = totals(ours.positions);
  const reported = totals(theirs.positions);
  const symbols = [...new Set([...held.keys(), ...reported.keys()])].sort();
  const differences: BookDifference[] = symbols.flatMap((symbol) => {
    const mine = held.get(symbol) ?? DECIMAL_ZERO;
    const other = reported.get(symbol) ?? DECIMAL_ZERO;
    return mine === other ? [] : [{ kind: 'position', symbol, ours: mine, theirs: other }];
  });
  const { currency, cash } = ours;
  const balance = theirs.balances.find((one) => one.currency === currency);
  if (balance) {
    const off = balance.cash > cash ? balance.cash - cash : cash - balance.cash;
    if (off > cashTolerance) differences.push({ kind: 'cash', currency, ours: cash, theirs: balance.cash });
  }
  return differences;
}

/** `AAPL: 10 here, 12 at the broker`. */
export function differenceText(difference: BookDifference): string {
  const subject = difference.kind === 'cash' ? `${difference.currency} cash` : difference.symbol;
  return `${subject}: ${toldDecimal(difference.ours)} here, ${toldDecimal(difference.theirs)} at the broker`;
}

function totals(positions: readonly HeldQuantity[]): Map<string, Decimal> {
  const sums = new Map<string, Decimal>();
  for (const { symbol, quantity } of positions)
    sums.set(symbol, (sums.get(symbol) ?? DECIMAL_ZERO) + quantity);
  return sums;
}
