import type { CommissionReport } from '@stoqey/ib';
import {
  DECIMAL_ZERO,
  type Decimal,
  decimalFromNumber,
  multiplyDecimal,
  parseDecimal,
} from '#domain/values/decimal';
import type { BrokerBalance } from '#engine/ports/broker';
import { roundedAmount } from './exact-number.ts';
import type { AccountValue } from './gateway-questions.ts';

/** What an account holds in each currency, as TWS last told it. */
export class AccountMoney {
  #base: string | null = null;
  readonly #rates = new Map<string, Decimal>();

  /** Reads all values of the account anew. Throws a RangeError for one that is no number. */
  read(values: readonly AccountValue[], account: string): BrokerBalance[] {
    const cash = new Map<string, Decimal>();
    const whole = new Map<string, { readonly amount: Decimal; readonly currency: string }>();
    for (const { tag, value, currency } of values.filter((one) => one.account === account)) {
      if (currency === 'BASE' || currency === '') continue;
      if (tag === 'CashBalance') cash.set(currency, amountOf(value, `${tag} in ${currency}`));
      if (tag === 'ExchangeRate') this.#rates.set(currency, amountOf(value, `${tag} of ${currency}`));
      if (tag === 'NetLiquidation' || tag === 'BuyingPower')
        whole.set(tag, { amount: amountOf(value, tag), currency });
    }
    const equity = whole.get('NetLiquidation');
    this.#base = equity?.currency ?? this.#base;
    const base = this.#base;
    const currencies = [...cash.keys()].filter(
      (currency) => currency !== base && cash.get(currency) !== DECIMAL_ZERO,
    );
    return [...(base === null ? [] : [base]), ...currencies.sort()].map((currency) => ({
      currency,
      cash: cash.get(currency) ?? DECIMAL_ZERO,
      buyingPower: currency === base ? (whole.get('BuyingPower')?.amount ?? null) : null,
      equity: currency === base ? (equity?.amount ?? null) : null,
    }));
  }

  /** A fee in the account's currency, at the rate TWS told last; null when there is no fee or no rate. */
  feeOf({ commission, currency = '' }: CommissionReport): Decimal | null {
    const fee = roundedAmount(commission);
    if (fee === null || currency === this.#base || this.#base === null) return fee;
    const rate = this.#rates.get(currency);
    return rate === undefined ? null : multiplyDecimal(fee, rate);
  }
}

/** An amount as text; of one with more than eight digits after the point the rest is rounded. */
function amountOf(text: string, what: string): Decimal {
  if (!/^[+-]?\d+(\.\d*)?$/.test(text)) throw new RangeError(`the ${what} is "${text}", no number`);
  const fraction = text.split('.')[1] ?? '';
  return fraction.length <= 8 ? parseDecimal(text) : decimalFromNumber(Number(text));
}
