import { parseOptionSymbol } from '#domain/instruments/option-contract';
import { contractFee, type FeeModel, feeModelOf } from '#domain/orders/fee-model';
import { FeeTiers } from '#domain/orders/fee-tiers';
import type { CommissionTerms } from '#domain/orders/trading-costs';
import { type Decimal, decimalFromNumber, decimalToNumber } from '#domain/values/decimal';

/** What the simulated venue charges: the same to the unit as the ledger of a backtest. */
export class VenueFees {
  readonly #terms: CommissionTerms | undefined;
  readonly #fee: FeeModel;
  readonly #tiers: FeeTiers | undefined;

  constructor(terms: CommissionTerms | undefined) {
    this.#terms = terms;
    this.#fee = feeModelOf(terms);
    this.#tiers = terms?.tiers && new FeeTiers(terms.tiers);
  }

  /** Of one fill, which counts towards what was traded. */
  charge(fill: {
    readonly symbol: string;
    readonly price: Decimal;
    readonly quantity: Decimal;
    readonly isMaker: boolean;
    readonly time: number;
  }): Decimal {
    const { symbol, price, quantity, isMaker, time } = fill;
    if (parseOptionSymbol(symbol) !== undefined) return contractFee(this.#terms, quantity);
    if (!this.#tiers) return this.#fee(price, quantity);
    const rate = this.#tiers.rateAt(time, isMaker);
    this.count(time, price, quantity);
    return this.#fee(price, quantity, decimalFromNumber(rate));
  }

  /** Counts a fill that was charged before. */
  count(time: number, price: Decimal, quantity: Decimal): void {
    this.#tiers?.add(time, decimalToNumber(price) * decimalToNumber(quantity));
  }
}
