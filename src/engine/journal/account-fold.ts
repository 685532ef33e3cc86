import { OctopusError } from '#contract/errors';
import { contractMultiplier } from '#domain/instruments/option-contract';
import type { Fill, Order } from '#domain/orders/order';
import { applyFill, FLAT_POSITION, positionValue, settlePosition } from '#domain/portfolio/ledger';
import { DECIMAL_ZERO, type Decimal, parseDecimal } from '#domain/values/decimal';
import type { AccountRow, JournalStore, PositionRow, ProjectionChanges } from '../ports/journal-store.ts';
import type { JournalPayloads } from './record-kinds.ts';

/** Where accounts and positions not in memory are looked up. */
export type AccountSource = Pick<JournalStore, 'positions' | 'account'>;

/** Cash and positions of every account as a fold over journal records. */
export class AccountFold {
  readonly #source: AccountSource;
  /** Of each account asked for all that it holds or has held, by symbol. */
  readonly #positions = new Map<string, Map<string, PositionRow>>();
  readonly #accounts = new Map<string, AccountRow>();
  #changedPositions = new Map<string, PositionRow>();
  #changedAccounts = new Map<string, AccountRow>();

  constructor(source: AccountSource) {
    this.#source = source;
  }

  account(account: string): AccountRow | undefined {
    const known = this.#accounts.get(account) ?? this.#source.account(account);
    if (known) this.#accounts.set(account, known);
    return known;
  }

  position(account: string, symbol: string): PositionRow | undefined {
    return this.positions(account).get(symbol);
  }

  positions(account: string): ReadonlyMap<string, PositionRow> {
    return this.#positionsOf(account);
  }

  open(
    account: Pick<AccountRow, 'account' | 'broker' | 'environment' | 'currency'>,
    startingCash: Decimal,
  ): void {
    this.#putAccount({
      ...account,
      startingCash,
      cash: startingCash,
      feesPaid: DECIMAL_ZERO,
      realizedPnl: DECIMAL_ZERO,
      tradingState: 'active',
      isLiveAllowed: false,
    });
  }

  update(account: string | undefined, change: Partial<AccountRow>): void {
    if (account !== undefined) this.#putAccount({ ...this.#require(account), ...change });
  }

  /** Books a fill; `order` as it was before. */
  book(order: Pick<Order, 'account' | 'origin' | 'decisionId'>, fill: Booked): void {
    const { symbol } = fill;
    const account = this.#require(order.account);
    const held = this.position(order.account, symbol);
    const multiplier = contractMultiplier(symbol);
    const booked = applyFill({ account, position: held ?? FLAT_POSITION, fill, multiplier });
    this.#putAccount({ ...account, ...booked.account });
    this.#putPosition({
      account: order.account,
      symbol,
      quantity: booked.position.quantity,
      averagePrice: booked.position.averagePrice,
      realizedPnl: booked.position.realizedPnl,
      origin: order.origin,
      // A person who trades along does not take the strategy's stop away; only a turn of direction does.
      decisionId: order.decisionId ?? (isSameDirection(held, booked.position) ? held.decisionId : null),
    });
  }

  /** An option's last day: its position ends, and what it is exercised into is booked. */
  settleOption(payload: JournalPayloads['OptionSettled']): void {
    const { account: id, symbol, price, shares } = payload;
    const account = this.#require(id);
    const held = this.position(id, symbol);
    if (!held || held.quantity === DECIMAL_ZERO) return;
    const booked = settlePosition(
      { account, position: held },
      parseDecimal(price),
      contractMultiplier(symbol),
    );
    this.#putAccount({ ...account, ...booked.account });
    this.#putPosition({ ...held, ...booked.position, decisionId: null });
    if (shares === undefined) return;
    const { side } = shares;
    const [quantity, strike] = [parseDecimal(shares.quantity), parseDecimal(shares.price)];
    const fill = { symbol: shares.symbol, side, quantity, price: strike, fee: DECIMAL_ZERO };
    this.book({ account: id, origin: held.origin }, fill);
  }

  bookFee(account: string, fee: Decimal): void {
    const row = this.#require(account);
    this.#putAccount({ ...row, cash: row.cash - fee, feesPaid: row.feesPaid + fee });
  }

  /** What is neither fill nor fee: interest, what was borrowed. */
  pay(account: string, amount: Decimal): void {
    const row = this.#require(account);
    this.#putAccount({ ...row, cash: row.cash - amount });
  }

  adjustCash({ account, amount, isStart, currency }: JournalPayloads['CashAdjusted']): void {
    const row = this.#require(account);
    const change = parseDecimal(amount);
    const startingCash = isStart ? row.startingCash + change : row.startingCash;
    this.#putAccount({
      ...row,
      cash: row.cash + change,
      startingCash,
      currency: currency ?? row.currency,
    });
  }

  adjustPosition(payload: JournalPayloads['PositionAdjusted']): void {
    const held = this.position(payload.account, payload.symbol);
    const quantity = parseDecimal(payload.quantity);
    const averagePrice = parseDecimal(payload.averagePrice);
    if (payload.isStart) {
      // What an account began with is no profit of it: shares count at what they cost.
      const row = this.#require(payload.account);
      const startingCash =
        row.startingCash + positionValue(quantity, averagePrice, contractMultiplier(payload.symbol));
      this.#putAccount({ ...row, startingCash });
    }
    this.#putPosition({
      account: payload.account,
      symbol: payload.symbol,
      quantity,
      averagePrice,
      realizedPnl: held?.realizedPnl ?? DECIMAL_ZERO,
      origin: held?.origin ?? 'person',
      decisionId: held?.decisionId ?? null,
    });
  }

  takeChanges(): Required<Pick<ProjectionChanges, 'positions' | 'accounts'>> {
    const positions = [...this.#changedPositions.values()];
    const accounts = [...this.#changedAccounts.values()];
    this.#changedPositions = new Map();
    this.#changedAccounts = new Map();
    return { positions, accounts };
  }

  reset(): void {
    this.#positions.clear();
    this.#accounts.clear();
    this.#changedPositions = new Map();
    this.#changedAccounts = new Map();
  }

  #require(account: string): AccountRow {
    const row = this.account(account);
    if (!row)
      throw new OctopusError(
        'STORE_FAILURE',
        `journal: record for account ${account}, which was never opened`,
      );
    return row;
  }

  #putAccount(row: AccountRow): void {
    this.#accounts.set(row.account, row);
    this.#changedAccounts.set(row.account, row);
  }

  #putPosition(row: PositionRow): void {
    this.#positionsOf(row.account).set(row.symbol, row);
    this.#changedPositions.set(keyOf(row.account, row.symbol), row);
  }

  #positionsOf(account: string): Map<string, PositionRow> {
    const known = this.#positions.get(account);
    if (known) return known;
    const stored = new Map(this.#source.positions(account).map((row) => [row.symbol, row]));
    this.#positions.set(account, stored);
    return stored;
  }
}

type Booked = Pick<Fill, 'symbol' | 'side' | 'quantity' | 'price' | 'fee'>;

const keyOf = (account: string, symbol: string): string => `${account}\n${symbol}`;

function isSameDirection(
  held: PositionRow | undefined,
  booked: Pick<PositionRow, 'quantity'>,
): held is PositionRow {
  return held !== undefined && held.quantity * booked.quantity > 0n;
}
