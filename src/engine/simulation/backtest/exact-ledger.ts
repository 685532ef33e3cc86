import { type CommissionTerms, highestRate } from '#domain/orders/trading-costs';
import {
  absoluteDecimal,
  type Decimal,
  decimalFromNumber,
  divideDecimal,
  multiplyDecimal,
} from '#domain/values/decimal';
import { isExact, multiplyUnits, type Units, unitsFromNumber } from '#domain/values/units';

/**
 * The books of one run: cash by currency, quantity and average price by instrument, exact to the unit. Amounts are whole
 * units in float64 while they fit; the first that does not makes the ledger go on in bigint, with the same results.
 *
 * As `applyFill` of the live ledger: realised profit is the cash flow plus the change in the position's cost as
 * rounded, so that cash = deposits + flows − fees and realised = flows + cost held, at every step.
 */
export class ExactLedger {
  /** Of the newest entry, in the instrument's currency; the nearest float64 once amounts have outgrown it. */
  realized: Units = 0;
  fee: Units = 0;
  readonly #currencyOf: Uint16Array;
  /** Fraction of its value that the next fill is charged, where it goes by more than the commission's terms. */
  ofValue: Units;
  readonly #commission: Readonly<Record<'perFill' | 'perUnit' | 'minimum', Units>>;
  readonly #cash: Float64Array;
  readonly #fees: Float64Array;
  readonly #quantity: Float64Array;
  readonly #price: Float64Array;
  /** What flowed for each instrument before fees, and what of it is realised: kept to be checked against. */
  readonly #flow: Float64Array;
  readonly #realizedSum: Float64Array;
  readonly #deposits: Float64Array;
  #wide: WideBooks | undefined;

  constructor(currencyOf: Uint16Array, currencies: number, commission: CommissionTerms = {}) {
    this.#currencyOf = currencyOf;
    this.ofValue = unitsFromNumber(highestRate(commission));
    this.#commission = {
      perFill: unitsFromNumber(commission.perFill ?? 0),
      perUnit: unitsFromNumber(commission.perUnit ?? 0),
      minimum: unitsFromNumber(commission.minimum ?? 0),
    };
    this.#cash = new Float64Array(currencies);
    this.#fees = new Float64Array(currencies);
    this.#deposits = new Float64Array(currencies);
    const instruments = currencyOf.length;
    this.#quantity = new Float64Array(instruments);
    this.#price = new Float64Array(instruments);
    this.#flow = new Float64Array(instruments);
    this.#realizedSum = new Float64Array(instruments);
  }

  /** Whether amounts have outgrown float64. */
  get isWide(): boolean {
    return this.#wide !== undefined;
  }

  cash(currency: number): number {
    return this.#wide ? Number(this.#wide.cash[currency]) / 1e8 : this.#cash[currency]! / 1e8;
  }

  /** In units; NaN when it does not fit. */
  cashUnits(currency: number): Units {
    return this.#wide ? narrow(this.#wide.cash[currency]!) : this.#cash[currency]!;
  }

  exactCash(currency: number): Decimal {
    return this.#wide ? this.#wide.cash[currency]! : BigInt(this.#cash[currency]!);
  }

  feesPaid(currency: number): number {
    return this.#wide ? Number(this.#wide.fees[currency]) / 1e8 : this.#fees[currency]! / 1e8;
  }

  /** Signed. */
  quantity(instrument: number): number {
    return this.#wide ? Number(this.#wide.quantity[instrument]) / 1e8 : this.#quantity[instrument]! / 1e8;
  }

  /** Signed; the nearest float64 when it does not fit. */
  quantityUnits(instrument: number): Units {
    return this.#wide ? Number(this.#wide.quantity[instrument]) : this.#quantity[instrument]!;
  }

  exactQuantity(instrument: number): Decimal {
    return this.#wide ? this.#wide.quantity[instrument]! : BigInt(this.#quantity[instrument]!);
  }

  averagePrice(instrument: number): number {
    return this.#wide ? Number(this.#wide.price[instrument]) / 1e8 : this.#price[instrument]! / 1e8;
  }

  /** Money from outside, such as the cash at the start, interest (negative when owed) or a fee of no fill. */
  deposit(currency: number, amount: number): void {
    const units = unitsFromNumber(amount);
    if (!this.#wide) {
      const cash = this.#cash[currency]! + units;
      const deposits = this.#deposits[currency]! + units;
      if (isExact(cash) && isExact(deposits)) {
        this.#cash[currency] = cash;
        this.#deposits[currency] = deposits;
        return;
      }
    }
    const wide = this.#widen();
    const exact = decimalFromNumber(amount);
    wide.cash[currency]! += exact;
    wide.deposits[currency]! += exact;
  }

  /** Books one fill with its commission, in units. Throws a `RangeError` when quantity or price is not above zero. */
  book(instrument: number, isBuy: boolean, quantity: Units, price: Units): void {
    if (!(quantity > 0 && price > 0))
      throw new RangeError(
        `a fill of ${quantity / 1e8} at ${price / 1e8} cannot be booked: both must be above zero`,
      );
    if (this.#wide || !this.#bookNarrow(instrument, isBuy, quantity, price))
      this.#bookWide(instrument, isBuy, quantity, price);
  }

  /** Commission of a fill in units; NaN when it does not fit. */
  commission(value: Units, quantity: Units): Units {
    const { perFill, perUnit, minimum } = this.#commission;
    const { ofValue } = this;
    let fee = ofValue === 0 ? perFill : perFill + multiplyUnits(value, ofValue);
    if (perUnit !== 0) fee += multiplyUnits(quantity, perUnit);
    return fee < minimum ? minimum : fee;
  }

  /** About what a fill will be charged, in float64. */
  estimatedFee(price: number, quantity: number): number {
    const { perFill, perUnit, minimum } = this.#commission;
    return Math.max(minimum, perFill + price * quantity * this.ofValue + quantity * perUnit) / 1e8;
  }

  #bookNarrow(instrument: number, isBuy: boolean, quantity: Units, price: Units): boolean {
    const value = multiplyUnits(price, quantity);
    const fee = this.commission(value, quantity);
    const currency = this.#currencyOf[instrument]!;
    const flow = isBuy ? -value : value;
    const held = this.#quantity[instrument]!;
    const next = held + (isBuy ? quantity : -quantity);
    let average = price;
    let realized = 0;
    if (held !== 0) {
      const oldCost = multiplyUnits(held, this.#price[instrument]!);
      if (next === 0) average = 0;
      else if (held > 0 === next > 0) {
        const isLarger = held > 0 === isBuy;
        if (isLarger && !isExact(oldCost - flow)) return false;
        average = isLarger ? divideUnits(oldCost - flow, next) : this.#price[instrument]!;
      }
      realized = flow + (next === 0 ? 0 : multiplyUnits(next, average)) - oldCost;
    } else if (Number.isNaN(multiplyUnits(next, average))) return false;
    const cash = this.#cash[currency]! + flow - fee;
    const fees = this.#fees[currency]! + fee;
    const flows = this.#flow[instrument]! + flow;
    const sum = this.#realizedSum[instrument]! + realized;
    const isSound =
      isExact(cash) &&
      isExact(cash - flow) &&
      isExact(fees) &&
      isExact(flows) &&
      isExact(sum) &&
      isExact(next) &&
      average < 2 ** 53;
    if (!isSound) return false;
    this.#cash[currency] = cash;
    this.#fees[currency] = fees;
    this.#flow[instrument] = flows;
    this.#realizedSum[instrument] = sum;
    this.#quantity[instrument] = next;
    this.#price[instrument] = average;
    this.realized = realized;
    this.fee = fee;
    return true;
  }

  #bookWide(instrument: number, isBuy: boolean, quantity: Units, price: Units): void {
    const wide = this.#widen();
    const { perFill, perUnit, minimum } = this.#commission;
    const { ofValue } = this;
    const amount = BigInt(quantity);
    const at = BigInt(price);
    const value = multiplyDecimal(at, amount);
    const charged =
      BigInt(perFill) + multiplyDecimal(value, BigInt(ofValue)) + multiplyDecimal(amount, BigInt(perUnit));
    const fee = charged < BigInt(minimum) ? BigInt(minimum) : charged;
    const flow = isBuy ? -value : value;
    const held = wide.quantity[instrument]!;
    const next = held + (isBuy ? amount : -amount);
    const oldPrice = wide.price[instrument]!;
    const oldCost = multiplyDecimal(held, oldPrice);
    let average = at;
    if (next === 0n) average = 0n;
    else if (held !== 0n && held > 0n === next > 0n)
      average =
        absoluteDecimal(next) > absoluteDecimal(held) ? divideDecimal(oldCost - flow, next) : oldPrice;
    const realized = held === 0n ? 0n : flow + multiplyDecimal(next, average) - oldCost;
    const currency = this.#currencyOf[instrument]!;
    wide.cash[currency]! += flow - fee;
    wide.fees[currency]! += fee;
    wide.flow[instrument]! += flow;
    wide.realized[instrument]! += realized;
    wide.quantity[instrument] = next;
    wide.price[instrument] = average;
    this.realized = Number(realized);
    this.fee = Number(fee);
  }

  #widen(): WideBooks {
    this.#wide ??= {
      cash: Array.from(this.#cash, BigInt),
      fees: Array.from(this.#fees, BigInt),
      deposits: Array.from(this.#deposits, BigInt),
      quantity: Array.from(this.#quantity, BigInt),
      price: Array.from(this.#price, BigInt),
      flow: Array.from(this.#flow, BigInt),
      realized: Array.from(this.#realizedSum, BigInt),
    };
    return this.#wide;
  }

  /** Says which of the books does not add up, or undefined when all do: money and profit are conserved to the unit. */
  fault(): string | undefined {
    const books = this.#wide ?? this.#copy();
    for (let c = 0; c < books.cash.length; c++) {
      const flows = books.flow.reduce((sum, flow, i) => (this.#currencyOf[i] === c ? sum + flow : sum), 0n);
      const expected = books.deposits[c]! + flows - books.fees[c]!;
      if (books.cash[c] !== expected)
        return `cash of currency ${c} is ${books.cash[c]} units, its entries come to ${expected}`;
    }
    for (let i = 0; i < books.flow.length; i++) {
      const expected = books.flow[i]! + multiplyDecimal(books.quantity[i]!, books.price[i]!);
      const first = books.realized[i]!;
      if (first !== expected)
        return `realised profit of instrument ${i} is ${first} units, its entries come to ${expected}`;
    }
    return undefined;
  }

  #copy(): WideBooks {
    const kept = this.#wide;
    const books = this.#widen();
    this.#wide = kept;
    return books;
  }
}

interface WideBooks {
  readonly cash: bigint[];
  readonly fees: bigint[];
  readonly deposits: bigint[];
  readonly quantity: bigint[];
  readonly price: bigint[];
  readonly flow: bigint[];
  readonly realized: bigint[];
}

/** Rounded half to even; both fit. */
function divideUnits(a: Units, b: Units): Units {
  return Number(divideDecimal(BigInt(a), BigInt(b)));
}

function narrow(value: bigint): Units {
  const units = Number(value);
  return isExact(units) ? units : Number.NaN;
}
