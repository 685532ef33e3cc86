import type { PortfolioState } from '#contract/services/trading';
import { contractMultiplier } from '#domain/instruments/option-contract';
import type { Arrival } from '#domain/orders/arrival';
import { legsOfComboSymbol, netPrice } from '#domain/orders/combo';
import type { OrderLeg } from '#domain/orders/order';
import { type AccountRules, carriedEquity } from '#domain/portfolio/account-rules';
import { positionValue } from '#domain/portfolio/ledger';
import { tiedUpBeyondValue } from '#domain/risk/option-charge';
import type { RiskPortfolio } from '#domain/risk/portfolio-exposure';
import {
  absoluteDecimal,
  DECIMAL_ZERO,
  type Decimal,
  decimalFromNumber,
  decimalToNumber,
  divideDecimal,
  formatDecimal,
} from '#domain/values/decimal';
import type { QuoteBoard } from '../cache/quote-board.ts';
import type { Journal } from '../journal/journal.ts';
import type { AccountRow, PositionRow } from '../ports/journal-store.ts';

/** An account at the newest prices: what is held, what it is worth, what could still be bought. */
export class PortfolioBook {
  readonly #journal: Journal;
  readonly #board: QuoteBoard;
  readonly #account: string;
  readonly #symbols: () => readonly string[];
  readonly #rules: AccountRules | undefined;
  /** Null before the first day ended: then it is what the account began with. */
  #lastClose: Decimal | null = null;
  #peakClose: number | null = null;
  #maxDrawdownPct = 0;
  valueAtRisk: number | null = null;

  constructor(options: {
    journal: Journal;
    board: QuoteBoard;
    account: string;
    /** Symbols that may be held. */
    symbols: () => readonly string[];
    closes: readonly number[];
    /** What it may carry; its equity, once, unless told. */
    rules?: AccountRules | undefined;
  }) {
    this.#journal = options.journal;
    this.#board = options.board;
    this.#account = options.account;
    this.#symbols = options.symbols;
    this.#rules = options.rules;
    for (const close of options.closes) this.closeDay(close);
  }

  accountRow(): AccountRow {
    const row = this.#journal.projection.account(this.#account);
    if (!row) throw new RangeError(`account ${this.#account} is not in the journal`);
    return row;
  }

  position(symbol: string): PositionRow | undefined {
    return this.#journal.projection.position(this.#account, symbol);
  }

  /** Newest price of a symbol, or null before the first; of a combination the net of its legs. */
  lastPrice(symbol: string): number | null {
    const legs = legsOfComboSymbol(symbol);
    if (legs) return netOf(legs, (leg) => this.lastPrice(leg.symbol));
    const last = this.#board.last[this.#board.slot(symbol)];
    return last === undefined || Number.isNaN(last) ? null : last;
  }

  /** What is known of a symbol's price now; `eventTime` stands in where nothing was heard of it yet. */
  arrival(symbol: string, eventTime: number): Arrival {
    const legs = legsOfComboSymbol(symbol);
    if (legs) return this.#arrivalOfLegs(legs, eventTime);
    const slot = this.#board.slot(symbol);
    const known = (value: number | undefined): number | null =>
      value === undefined || Number.isNaN(value) ? null : value;
    return {
      ask: known(this.#board.ask[slot]),
      bid: known(this.#board.bid[slot]),
      last: known(this.#board.last[slot]),
      time: known(this.#board.eventTime[slot]) ?? eventTime,
    };
  }

  /** What is bought is bought at the ask and sold at the bid, leg by leg. */
  #arrivalOfLegs(legs: readonly OrderLeg[], eventTime: number): Arrival {
    const each = new Map(legs.map((leg) => [leg.symbol, this.arrival(leg.symbol, eventTime)]));
    const net = (side: 'bid' | 'ask', other: 'bid' | 'ask'): number | null =>
      netOf(legs, (leg) => each.get(leg.symbol)?.[leg.side === 'buy' ? side : other] ?? null);
    return {
      bid: net('bid', 'ask'),
      ask: net('ask', 'bid'),
      last: netOf(legs, (leg) => each.get(leg.symbol)?.last ?? null),
      time: Math.min(...[...each.values()].map(({ time }) => time)),
    };
  }

  held(): PositionRow[] {
    return this.#symbols().flatMap((symbol) => {
      const row = this.position(symbol);
      return row && row.quantity !== DECIMAL_ZERO ? [row] : [];
    });
  }

  /** Cash plus every position at its newest price (at cost before the first). */
  equity(): Decimal {
    return this.held().reduce((sum, row) => sum + valueAt(row, this.#price(row)), this.accountRow().cash);
  }

  /** What its worth is measured by: the close before this day, and the highest so far. */
  marks(): { readonly dayStartEquity: number; readonly peakEquity: number } {
    return { dayStartEquity: decimalToNumber(this.#dayStartEquity()), peakEquity: this.#peakEquity() };
  }

  /** The account as risk sees it; `reserved` is what working orders may still use up. */
  snapshot(reserved: Decimal): RiskPortfolio {
    return {
      cash: this.accountRow().cash,
      equity: this.equity(),
      dayStartEquity: this.#dayStartEquity(),
      reserved,
      rules: this.#rules,
      holdings: this.held().map(({ symbol, quantity }) => ({
        symbol,
        quantity,
        lastPrice: this.lastPrice(symbol),
      })),
    };
  }

  /**
   * A trading day ended with this equity: the next day's profit and the drawdown count from it. A number, because that
   * is what the journal keeps: after a restart the next day begins from the same.
   */
  closeDay(equity: number): void {
    this.#lastClose = decimalFromNumber(equity);
    this.#maxDrawdownPct = Math.min(this.#maxDrawdownPct, this.#drawdownPct(equity));
    this.#peakClose = Math.max(this.#peakEquity(), equity);
  }

  state(eventTime: number, reserved: Decimal): PortfolioState {
    const account = this.accountRow();
    const equity = this.equity();
    const worth = decimalToNumber(equity);
    const starting = decimalToNumber(account.startingCash);
    const total = worth - starting;
    const positions = this.#symbols().flatMap((symbol) => {
      const row = this.position(symbol);
      return row ? [this.#positionView(row, worth)] : [];
    });
    const drawdownPct = this.#drawdownPct(worth);
    const gross = positions.reduce((sum, { marketValue }) => sum + Math.abs(marketValue), 0);
    return {
      account: account.account,
      currency: account.currency,
      eventTime,
      cash: formatDecimal(account.cash),
      equity: worth,
      startingCash: formatDecimal(account.startingCash),
      dayPnl: worth - decimalToNumber(this.#dayStartEquity()),
      totalPnl: total,
      totalPnlPct: starting === 0 ? 0 : (total / starting) * 100,
      realizedPnl: formatDecimal(account.realizedPnl),
      feesPaid: formatDecimal(account.feesPaid),
      drawdownPct,
      maxDrawdownPct: Math.min(this.#maxDrawdownPct, drawdownPct),
      grossExposurePct: worth > 0 ? (gross / worth) * 100 : 0,
      buyingPower: formatDecimal(this.#freePower(equity, reserved)),
      valueAtRiskPct: this.valueAtRisk === null ? null : this.valueAtRisk * 100,
      positions,
    };
  }

  /** Values of all positions, shorts counted positively. */
  gross(): Decimal {
    return this.held().reduce(
      (sum, row) => sum + absoluteDecimal(valueAt(row, this.#price(row))),
      DECIMAL_ZERO,
    );
  }

  /**
   * What may still be opened at an equity, of which `reserved` is spoken for; below zero, what is missing. What a short
   * brought in is not there to be spent.
   */
  buyingPower(equity: Decimal, reserved: Decimal): Decimal {
    const gross = this.gross();
    const tied = tiedUpBeyondValue(this.snapshot(reserved), gross, (symbol) => this.lastPrice(symbol));
    return carriedEquity(equity, this.#rules) - gross - tied - reserved;
  }

  /** Equity that opening a position of such a value takes. */
  marginOf(value: Decimal): Decimal {
    return divideDecimal(value, decimalFromNumber(this.#rules?.leverage ?? 1));
  }

  /** What is held at the newest prices, at cost before the first. */
  values(): { readonly row: PositionRow; readonly price: Decimal; readonly value: Decimal }[] {
    return this.held().map((row) => {
      const price = this.#price(row);
      return { row, price, value: valueAt(row, price) };
    });
  }

  #freePower(equity: Decimal, reserved: Decimal): Decimal {
    const free = this.buyingPower(equity, reserved);
    return free > DECIMAL_ZERO ? free : DECIMAL_ZERO;
  }

  #dayStartEquity(): Decimal {
    return this.#lastClose ?? this.accountRow().startingCash;
  }

  #peakEquity(): number {
    return this.#peakClose ?? decimalToNumber(this.accountRow().startingCash);
  }

  #price(row: PositionRow): Decimal {
    const last = this.lastPrice(row.symbol);
    return last === null ? row.averagePrice : decimalFromNumber(last);
  }

  #positionView(row: PositionRow, equity: number): PortfolioState['positions'][number] {
    const slot = this.#board.slot(row.symbol);
    const time = this.#board.eventTime[slot]!;
    const marketValue = decimalToNumber(valueAt(row, this.#price(row)));
    const cost = decimalToNumber(valueAt(row, row.averagePrice));
    return {
      symbol: row.symbol,
      quantity: formatDecimal(row.quantity),
      averagePrice: formatDecimal(row.averagePrice),
      lastPrice: this.lastPrice(row.symbol),
      lastTime: Number.isNaN(time) ? null : time,
      marketValue,
      unrealizedPnl: marketValue - cost,
      unrealizedPnlPct: cost === 0 ? 0 : ((marketValue - cost) / Math.abs(cost)) * 100,
      realizedPnl: formatDecimal(row.realizedPnl),
      weightPct: equity > 0 ? (marketValue / equity) * 100 : 0,
      origin: row.origin,
      ...(row.decisionId === null ? {} : { decisionId: row.decisionId }),
    };
  }

  /** Fall from the highest close so far, in percent, negative; zero at a new high. */
  #drawdownPct(equity: number): number {
    const peak = this.#peakEquity();
    return peak > 0 ? Math.min(0, (equity / peak - 1) * 100) : 0;
  }
}

function valueAt({ symbol, quantity }: PositionRow, price: Decimal): Decimal {
  return positionValue(quantity, price, contractMultiplier(symbol));
}

/** What a combination costs at a price of each leg; null where one is not known. */
function netOf(legs: readonly OrderLeg[], priceOf: (leg: OrderLeg) => number | null): number | null {
  const prices = legs.map(priceOf);
  const known = prices.filter((price) => price !== null);
  return known.length < prices.length ? null : decimalToNumber(netPrice(legs, known.map(decimalFromNumber)));
}
