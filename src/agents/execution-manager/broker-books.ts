import type { BookDifference } from '#domain/portfolio/compare-books';
import { DECIMAL_ZERO, type Decimal, formatDecimal } from '#domain/values/decimal';
import type { Journal } from '#engine/journal/journal';
import type { JournalEntry } from '#engine/journal/record-kinds';
import type { BrokerPosition } from '#engine/ports/broker';
import type { Clock } from '#engine/ports/clock';
import type { BrokerQuestions } from './while-open.ts';

export interface BrokerBooksPorts {
  readonly journal: Journal;
  readonly account: string;
  readonly brokerName: string;
  readonly questions: Pick<BrokerQuestions, 'positions' | 'balances'>;
  readonly clock: Pick<Clock, 'now'>;
}

/** Takes what a broker holds into our books: when an account begins here, and where a person says so. */
export class BrokerBooks {
  readonly #ports: BrokerBooksPorts;

  constructor(ports: BrokerBooksPorts) {
    this.#ports = ports;
  }

  /** Whether nothing was ever booked in the account. */
  isNew(): boolean {
    const { journal, account } = this.#ports;
    const row = journal.projection.account(account);
    return (
      row?.startingCash === DECIMAL_ZERO &&
      row.cash === DECIMAL_ZERO &&
      journal.store.positions(account).length === 0
    );
  }

  /** The account begins with what the broker holds, in the broker's currency. */
  async begin(): Promise<void> {
    const { journal, questions } = this.#ports;
    const [positions, balances] = await Promise.all([questions.positions(), questions.balances()]);
    // A broker names the currency that the account is kept in first.
    const [balance] = balances;
    try {
      if (balance) journal.add(this.#cash(balance.cash, 'execution_manager', balance.currency));
      for (const position of positions) journal.add(this.#position(position, 'execution_manager', true));
      journal.commit();
    } catch (error) {
      journal.rollback();
      throw error;
    }
  }

  /** What the broker holds takes the place of what the journal held. */
  async takeOver(difference: BookDifference): Promise<void> {
    const { journal, questions } = this.#ports;
    if (difference.kind === 'cash') {
      journal.record(this.#cash(difference.theirs - difference.ours, 'person'));
      return;
    }
    const { symbol } = difference;
    const held = (await questions.positions()).find((one) => one.symbol === symbol);
    const none = { symbol, quantity: DECIMAL_ZERO, averagePrice: DECIMAL_ZERO };
    journal.record(this.#position(held ?? none, 'person', false));
  }

  /** `currency` when it is what the account begins with. */
  #cash(amount: Decimal, source: string, currency?: string): JournalEntry {
    const { account, clock } = this.#ports;
    const payload = { account, amount: formatDecimal(amount), reason: this.#reason };
    return {
      kind: 'CashAdjusted',
      payload: { ...payload, ...(currency === undefined ? {} : { isStart: true, currency }) },
      eventTime: clock.now(),
      source,
    };
  }

  #position(
    { symbol, quantity, averagePrice }: BrokerPosition,
    source: string,
    isStart: boolean,
  ): JournalEntry {
    const { account, clock } = this.#ports;
    const payload = {
      account,
      symbol,
      quantity: formatDecimal(quantity),
      averagePrice: formatDecimal(averagePrice),
      reason: this.#reason,
      ...(isStart ? { isStart } : {}),
    };
    return { kind: 'PositionAdjusted', payload, eventTime: clock.now(), source };
  }

  get #reason(): string {
    return `as ${this.#ports.brokerName} has it`;
  }
}
