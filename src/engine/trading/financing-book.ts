import type { AccountRules } from '#domain/portfolio/account-rules';
import { type FinancedBooks, type Financing, financingOf } from '#domain/portfolio/financing';
import { DECIMAL_ZERO, type Decimal, formatDecimal, parseDecimal } from '#domain/values/decimal';
import type { Journal } from '../journal/journal.ts';
import type { JournalPayloads } from '../journal/record-kinds.ts';

const DAY_MS = 86_400_000;
const RECORDS_AT_ONCE = 1_000;

type Charged = JournalPayloads['FinancingCharged'];

/** The dates between two sessions, midnights UTC: `from` inclusive, `until` exclusive. */
export interface FinancedDays {
  readonly from: number;
  readonly until: number;
}

/** What an account has paid for what was lent to it, and until which date, as the journal tells. */
export class FinancingBook {
  readonly #journal: Journal;
  readonly #account: string;
  readonly #rules: AccountRules;
  readonly #stop: () => void;
  interest: Decimal = DECIMAL_ZERO;
  borrowFees: Decimal = DECIMAL_ZERO;
  #until = Number.NEGATIVE_INFINITY;

  constructor(journal: Journal, account: string, rules: AccountRules) {
    this.#journal = journal;
    this.#account = account;
    this.#rules = rules;
    this.#restore();
    this.#stop = journal.follow({
      added: ({ kind, payload }) => {
        if (kind === 'FinancingCharged' && payload.account === account) this.#take(payload);
      },
      rolledBack: () => this.#restore(),
    });
  }

  /**
   * Adds what is owed for the nights of `days` that were not charged before, on what is held now; nothing where nothing
   * is owed. It becomes durable together with what ends the day, so that no night is ever charged twice.
   */
  charge(books: FinancedBooks, { from, until }: FinancedDays, eventTime: number): void {
    const since = Math.max(from, this.#until);
    const days = Math.round((until - since) / DAY_MS);
    if (days <= 0) return;
    const owed = financingOf(books, this.#rules.financing, days);
    if (owed.interest === DECIMAL_ZERO && owed.borrowFee === DECIMAL_ZERO) return;
    this.#journal.add({
      kind: 'FinancingCharged',
      payload: { account: this.#account, fromDate: since, untilDate: until, ...asText(owed) },
      eventTime,
      source: 'execution_manager',
    });
  }

  close(): void {
    this.#stop();
  }

  #restore(): void {
    this.interest = DECIMAL_ZERO;
    this.borrowFees = DECIMAL_ZERO;
    this.#until = Number.NEGATIVE_INFINITY;
    const { store } = this.#journal;
    for (let before: number | undefined; ; ) {
      const records = store.readNewest({
        kind: 'FinancingCharged',
        limit: RECORDS_AT_ONCE,
        ...(before === undefined ? {} : { before }),
      });
      for (const { payload } of records) {
        const charged = JSON.parse(payload) as Charged;
        if (charged.account === this.#account) this.#take(charged);
      }
      if (records.length < RECORDS_AT_ONCE) return;
      before = records.at(-1)!.sequence;
    }
  }

  #take({ interest, borrowFee, untilDate }: Charged): void {
    this.interest += parseDecimal(interest);
    this.borrowFees += parseDecimal(borrowFee);
    this.#until = Math.max(this.#until, untilDate);
  }
}

function asText({
  interest,
  borrowFee,
  borrowed,
}: Financing): Pick<Charged, 'interest' | 'borrowFee' | 'borrowed'> {
  return {
    interest: formatDecimal(interest),
    borrowFee: formatDecimal(borrowFee),
    borrowed: borrowed.map(({ symbol, fee }) => ({ symbol, fee: formatDecimal(fee) })),
  };
}
