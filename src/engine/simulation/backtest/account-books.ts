import { OctopusError } from '#contract/errors';
import type { AccountTerms, ExchangeRates, InstrumentInput } from './account-request.ts';
import { ExactLedger } from './exact-ledger.ts';

/** One currency of the account and its rate in the account's own, as of now. */
interface Balance {
  readonly name: string;
  readonly rates: ExchangeRates | undefined;
  /** Whether the rates are told the other way round. */
  readonly isInverse: boolean;
  next: number;
  rate: number;
}

/** The ledger with what it is worth: newest prices, exchange rates, equity, exposure. Analytics, in float64. */
export class AccountBooks {
  readonly ledger: ExactLedger;
  /** Newest price by instrument, NaN before the first; written by {@link mark} alone. */
  readonly last: Float64Array;
  /** Signed units held, as float64. */
  readonly quantity: Float64Array;
  readonly currencyOf: Uint16Array;
  readonly currency: string;
  /** Time of the next exchange rate, Infinity without. */
  nextRate = Number.POSITIVE_INFINITY;
  readonly #balances: Balance[];
  /** Instruments held, in the order of their entry. */
  readonly #held: number[] = [];
  /** The balance in the account's own currency. */
  plainCash: number;
  /** Whether equity and gross are those of the present prices, positions and balances: one order asks for them thrice. */
  #isValued = false;
  #equity = Number.NaN;
  #gross = Number.NaN;

  constructor(
    instruments: readonly InstrumentInput[],
    account: AccountTerms,
    rates: readonly ExchangeRates[],
  ) {
    this.currency = account.currency ?? 'USD';
    const names = [...new Set([this.currency, ...instruments.map((one) => one.currency ?? this.currency)])];
    this.currencyOf = Uint16Array.from(instruments, (one) => names.indexOf(one.currency ?? this.currency));
    this.#balances = names.map((name) => this.#balanceOf(name, rates));
    this.last = new Float64Array(instruments.length).fill(Number.NaN);
    this.quantity = new Float64Array(instruments.length);
    this.ledger = new ExactLedger(this.currencyOf, names.length, account.costs?.commission);
    this.ledger.deposit(0, account.cash);
    this.plainCash = this.ledger.cash(0);
    this.#findNextRate();
  }

  /** Units of the account's currency that one of the instrument's is worth; NaN before its first rate. */
  rateOf(instrument: number): number {
    const currency = this.currencyOf[instrument]!;
    return currency === 0 ? 1 : this.#balances[currency]!.rate;
  }

  /** Whether there is no currency but the account's. */
  get isSingle(): boolean {
    return this.#balances.length === 1;
  }

  /** All balances in the account's currency. */
  get cash(): number {
    if (this.#balances.length === 1) return this.plainCash;
    let sum = this.plainCash;
    for (let c = 1; c < this.#balances.length; c++) {
      const amount = this.ledger.cash(c);
      if (amount !== 0) sum += amount * this.#balances[c]!.rate;
    }
    return sum;
  }

  get equity(): number {
    if (!this.#isValued) this.#value();
    return this.#equity;
  }

  /** Values of all positions, shorts counted positively. */
  get gross(): number {
    if (!this.#isValued) this.#value();
    return this.#gross;
  }

  /** An instrument's newest price. */
  mark(instrument: number, price: number): void {
    this.last[instrument] = price;
    this.#isValued = false;
  }

  #value(): void {
    const { last, quantity } = this;
    const held = this.#held;
    const isSingle = this.#balances.length === 1;
    let equity = this.cash;
    let gross = 0;
    for (let k = 0; k < held.length; k++) {
      const i = held[k]!;
      const value = isSingle ? quantity[i]! * last[i]! : this.valueOf(i);
      equity += value;
      gross += Math.abs(value);
    }
    this.#equity = equity;
    this.#gross = gross;
    this.#isValued = true;
  }

  get held(): readonly number[] {
    return this.#held;
  }

  /** Signed value of a position in the account's currency. */
  valueOf(instrument: number): number {
    const value = this.quantity[instrument]! * this.last[instrument]!;
    return this.currencyOf[instrument] === 0 ? value : value * this.rateOf(instrument);
  }

  /** Takes over what the ledger has booked for an instrument. */
  refresh(instrument: number): void {
    const before = this.quantity[instrument]!;
    const after = this.ledger.quantity(instrument);
    this.quantity[instrument] = after;
    if (before === 0 && after !== 0) this.#held.push(instrument);
    else if (before !== 0 && after === 0) this.#letGo(instrument);
    this.plainCash = this.ledger.cash(0);
    this.#isValued = false;
  }

  #letGo(instrument: number): void {
    const held = this.#held;
    for (let i = held.indexOf(instrument); i < held.length - 1; i++) held[i] = held[i + 1]!;
    held.pop();
  }

  /** Money of no fill: interest, a payment. In the account's currency. */
  post(amount: number): void {
    this.ledger.deposit(0, amount);
    this.plainCash = this.ledger.cash(0);
    this.#isValued = false;
  }

  /** Takes every rate in force at `time`. */
  updateRates(time: number): void {
    for (const balance of this.#balances) {
      const { rates } = balance;
      if (!rates) continue;
      while (balance.next < rates.time.length && rates.time[balance.next]! <= time) balance.next += 1;
      const given = balance.next > 0 ? rates.rate[balance.next - 1]! : Number.NaN;
      balance.rate = balance.isInverse ? 1 / given : given;
    }
    this.#isValued = false;
    this.#findNextRate();
  }

  feesPaid(): number {
    let sum = this.ledger.feesPaid(0);
    for (let c = 1; c < this.#balances.length; c++) {
      const fees = this.ledger.feesPaid(c);
      if (fees !== 0) sum += fees * this.#balances[c]!.rate;
    }
    return sum;
  }

  #balanceOf(name: string, rates: readonly ExchangeRates[]): Balance {
    if (name === this.currency) return { name, rates: undefined, isInverse: false, next: 0, rate: 1 };
    const straight = rates.find(({ from, to }) => from === name && to === this.currency);
    const inverse = rates.find(({ from, to }) => from === this.currency && to === name);
    const found = straight ?? inverse;
    if (!found)
      throw new OctopusError(
        'BAD_REQUEST',
        `the run trades in ${name} for an account in ${this.currency}, but has no exchange rates of the two; add ${name}${this.currency} to its data`,
      );
    return { name, rates: found, isInverse: !straight, next: 0, rate: Number.NaN };
  }

  #findNextRate(): void {
    this.nextRate = Number.POSITIVE_INFINITY;
    for (const { rates, next } of this.#balances)
      if (rates && next < rates.time.length) this.nextRate = Math.min(this.nextRate, rates.time[next]!);
  }
}
