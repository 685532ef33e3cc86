import { type CommissionTerms, highestRate } from '#domain/orders/trading-costs';
import { affordableQuantity, affordableUnits } from '#domain/portfolio/affordable-quantity';
import type { OrderSize } from '#domain/strategies/sdk/strategy-context';
import { decimalFromNumber, multiplyDecimal } from '#domain/values/decimal';
import { multiplyUnits, type Units, unitsFromNumber } from '#domain/values/units';
import type { AccountBooks } from './account-books.ts';

/** Rounds a quantity down to the instrument's step; both in units. */
export function toStep(quantity: Units, step: Units): Units {
  return step > 1 ? quantity - (quantity % step) : quantity;
}

/** Units of a size that is known at the decision; NaN when it does not fit. */
export function unitsOfSize(
  books: AccountBooks,
  instrument: number,
  size: Exclude<OrderSize, { percentOfEquity: number }>,
): Units {
  if ('quantity' in size) return finiteUnits(Math.round(size.quantity * 1e8));
  const distance = Math.abs(books.last[instrument]! - size.stop) * books.rateOf(instrument);
  return finiteUnits(Math.floor((((books.equity * size.riskPercent) / 100) * 1e8) / distance));
}

function finiteUnits(units: number): Units {
  return Number.isFinite(units) ? units : Number.NaN;
}

/**
 * Units that `percent` of equity buys at `price`, commission included, never more than the buying power; NaN when that
 * cannot be told. With nothing held in a single currency it is exact: all of the cash and not a unit more.
 */
export function sizeByEquity(
  books: AccountBooks,
  order: {
    readonly instrument: number;
    readonly percent: number;
    readonly price: Units;
    readonly step: Units;
    readonly leverage: number;
    readonly commission: CommissionTerms | undefined;
  },
): Units {
  const { instrument, percent, step, leverage } = order;
  const fraction = unitsFromNumber(percent / 100);
  const isPlain = books.held.length === 0 && books.currencyOf[instrument] === 0 && books.isSingle;
  let budget: Units;
  if (isPlain) {
    const cash = books.ledger.cashUnits(0);
    budget = percent === 100 ? cash : multiplyUnits(cash, fraction);
  } else {
    const equity = books.equity;
    const amount = Math.min((equity * percent) / 100, equity * leverage - books.gross);
    budget = unitsFromNumber(amount / books.rateOf(instrument));
  }
  const narrow = Number.isNaN(budget) ? budget : narrowSize(budget, order);
  return toStep(Number.isNaN(narrow) ? wideSize(books, isPlain, order) : narrow, step);
}

/** Units that a budget buys; NaN when they do not fit. */
function narrowSize(
  budget: Units,
  { price, step, commission }: { price: Units; step: Units; commission: CommissionTerms | undefined },
): Units {
  const { perFill = 0, perUnit = 0, minimum = 0 } = commission ?? {};
  const rate = unitsFromNumber(highestRate(commission ?? {}));
  const left = Math.max(0, budget - unitsFromNumber(perFill));
  if (perUnit === 0 && minimum === 0)
    return affordableUnits(left, price, rate, step === 1e8 ? 'whole' : 'fractional');
  const byFee = affordableUnits(left, price + unitsFromNumber(perUnit), rate, 'fractional');
  const byMinimum = affordableUnits(budget - unitsFromNumber(minimum), price, 0, 'fractional');
  return Math.min(byFee, byMinimum);
}

/** The same where amounts have outgrown float64: the largest float64 that is not above the exact quantity. */
function wideSize(
  books: AccountBooks,
  isPlain: boolean,
  order: {
    instrument: number;
    percent: number;
    price: Units;
    leverage: number;
    commission: CommissionTerms | undefined;
  },
): Units {
  if (Number.isNaN(order.price)) return Number.NaN;
  const { equity } = books;
  const free = Math.min((equity * order.percent) / 100, equity * order.leverage - books.gross);
  const budget = isPlain
    ? multiplyDecimal(books.ledger.exactCash(0), decimalFromNumber(order.percent / 100))
    : decimalFromNumber(Math.max(0, free) / books.rateOf(order.instrument));
  const { perFill = 0, perUnit = 0, minimum = 0 } = order.commission ?? {};
  const price = BigInt(order.price);
  const sizes = [
    affordableQuantity({
      cash: budget - decimalFromNumber(perFill),
      price: price + decimalFromNumber(perUnit),
      commission: decimalFromNumber(highestRate(order.commission ?? {})),
      units: 'fractional',
    }),
    affordableQuantity({
      cash: budget - decimalFromNumber(minimum),
      price,
      commission: 0n,
      units: 'fractional',
    }),
  ] as const;
  const exact = sizes[0] < sizes[1] ? sizes[0] : sizes[1];
  const nearest = Number(exact);
  return BigInt(nearest) > exact ? nearest - 2 ** Math.max(0, Math.ceil(Math.log2(nearest)) - 53) : nearest;
}
