import type { OrderTerms } from '#domain/strategies/sdk/strategy-context';

const PRICES = ['limit', 'stop', 'trailAmount', 'trailPercent', 'limitOffset'] as const;

/**
 * Terms whose prices are exact to eight places, as every venue takes them: 97.35 − 0.4 is 96.95, not the float64 below
 * it, which a trade at 96.95 would not trigger. The same object where nothing changes.
 */
export function exactTerms(terms: OrderTerms): OrderTerms {
  let exact = terms;
  for (const name of PRICES) {
    const price = terms[name];
    if (price !== undefined && rounded(price) !== price) exact = { ...exact, [name]: rounded(price) };
  }
  const { bracket } = terms;
  if (bracket === undefined) return exact;
  const { takeProfit, stopLoss } = bracket;
  return {
    ...exact,
    bracket: {
      ...(takeProfit === undefined ? {} : { takeProfit: rounded(takeProfit) }),
      ...(stopLoss === undefined ? {} : { stopLoss: rounded(stopLoss) }),
    },
  };
}

function rounded(price: number): number {
  const units = Math.round(price * 1e8);
  return Number.isSafeInteger(units) ? units / 1e8 : price;
}
