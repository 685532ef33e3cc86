import type { PrecautionName } from '#contract/services/protections';
import type { OrderRequest } from '#contract/services/trading';
import type { OrderType, TimeInForce } from '#domain/orders/order';
import { type Decimal, decimalFromNumber, formatDecimal } from '#domain/values/decimal';
import { readAmount, tickOf } from '../../trading/amount-text.ts';
import { type ExitUnit, exitPrice } from '../../trading/exit-price.ts';
import { orderSize, type Sizing } from '../../trading/order-size.ts';
import type { MarketPrices } from '../../trading/price-order.ts';
import { checkExits, type ExitsCheck, type ExitsDraft } from './exits-draft.ts';

/** An exit as it is being written: empty for none. */
export interface ExitDraft {
  readonly text: string;
  readonly unit: ExitUnit;
}

/** An order as it is being written: texts as typed. What its type has no use for is kept and not sent. */
export interface TicketDraft {
  readonly side: 'buy' | 'sell';
  readonly type: OrderType;
  readonly sizing: Sizing;
  readonly quantity: string;
  readonly limitPrice: string;
  /** Trigger of stops and of orders if touched. */
  readonly stopPrice: string;
  readonly trail: string;
  readonly trailUnit: 'amount' | 'percent';
  readonly limitOffset: string;
  readonly timeInForce: TimeInForce;
  /** `2026-11-28T16:00`, by the clock of this desk. */
  readonly expireTime: string;
  readonly isPostOnly: boolean;
  readonly isReduceOnly: boolean;
  readonly displayQuantity: string;
  readonly target: ExitDraft;
  readonly stop: ExitDraft;
  /** A template in the place of target and stop; null for those. */
  readonly exits: ExitsDraft | null;
  readonly accepted: readonly PrecautionName[];
}

const NO_EXIT: ExitDraft = { text: '', unit: 'price' };

export const EMPTY_DRAFT: TicketDraft = {
  side: 'buy',
  type: 'market',
  sizing: 'units',
  quantity: '',
  limitPrice: '',
  stopPrice: '',
  trail: '',
  trailUnit: 'amount',
  limitOffset: '',
  timeInForce: 'day',
  expireTime: '',
  isPostOnly: false,
  isReduceOnly: false,
  displayQuantity: '',
  target: NO_EXIT,
  stop: NO_EXIT,
  exits: null,
  accepted: [],
};

/** Amounts that belong to one symbol, and go when another is shown. */
export const FORGOTTEN_WITH_SYMBOL: Partial<TicketDraft> = {
  quantity: '',
  limitPrice: '',
  stopPrice: '',
  trail: '',
  limitOffset: '',
  displayQuantity: '',
  target: NO_EXIT,
  stop: NO_EXIT,
  accepted: [],
};

type PriceField = 'limitPrice' | 'stopPrice' | 'trail' | 'limitOffset';

/** The price fields each type needs, in the order they are asked for. */
export const FIELDS_OF: Readonly<Record<OrderType, readonly PriceField[]>> = {
  market: [],
  limit: ['limitPrice'],
  stop: ['stopPrice'],
  'stop-limit': ['stopPrice', 'limitPrice'],
  'market-if-touched': ['stopPrice'],
  'limit-if-touched': ['stopPrice', 'limitPrice'],
  'trailing-stop': ['trail'],
  'trailing-stop-limit': ['trail', 'limitOffset'],
  'market-to-limit': [],
};

/** Whether an order may rest in the book as a limit: only then can it be post-only or an iceberg. */
export function mayRest({ type, timeInForce }: Pick<TicketDraft, 'type' | 'timeInForce'>): boolean {
  return type === 'limit' && timeInForce !== 'ioc' && timeInForce !== 'fok';
}

/** What a draft is read against. */
export interface DraftFacts {
  readonly symbol: string | null;
  readonly pricePrecision: number;
  /** Smallest quantity. */
  readonly quantityStep: Decimal;
  readonly prices: MarketPrices;
  /** Null while the account is not known. */
  readonly equity: number | null;
}

export type DraftField =
  | 'quantity'
  | PriceField
  | 'expireTime'
  | 'displayQuantity'
  | 'target'
  | 'stop'
  | 'exits';

/** What can be sent of a draft, or what is wrong with it by field. An empty field is missing, not wrong. */
export interface DraftCheck {
  readonly request: Omit<OrderRequest, 'nonce'> | null;
  readonly errors: Readonly<Partial<Record<DraftField, string>>>;
  /** Of its template, whether the rest can be sent or not; null without one. */
  readonly exits: ExitsCheck['exits'];
  /** Units it comes to, when the quantity is not told in units. */
  readonly units: string | null;
}

const NAMES: Readonly<Record<PriceField, string>> = {
  limitPrice: 'limit price',
  stopPrice: 'stop price',
  trail: 'distance',
  limitOffset: 'offset',
};

/** Reads a draft. Thousands separators and spaces in numbers are accepted. */
export function checkDraft(draft: TicketDraft, facts: DraftFacts): DraftCheck {
  const errors: Partial<Record<DraftField, string>> = {};
  const read = (field: DraftField, typed: string, what: string): Decimal | null => {
    const { amount, error } = readAmount(typed, what);
    if (error !== undefined) errors[field] = error;
    return amount;
  };
  const needed = FIELDS_OF[draft.type];
  const prices = Object.fromEntries(
    needed.map((field) => [field, read(field, draft[field], NAMES[field])]),
  ) as Partial<Record<PriceField, Decimal | null>>;
  const entry = entryOf(draft.side, prices, facts.prices);
  const tick = tickOf(facts.pricePrecision);

  const amount = read('quantity', draft.quantity, 'quantity');
  const template = draft.exits && checkExits(draft.exits, { side: draft.side, price: entry, tick });
  if (template?.error !== undefined) errors.exits = template.error;
  const exitAt = (kind: 'target' | 'stop', quantity: Decimal | null): Decimal | null => {
    if (template) return kind === 'stop' ? template.stop : null;
    const { text, unit } = draft[kind];
    const typed = read(kind, text, kind);
    if (typed === null) return null;
    const exit = exitPrice(typed, unit, { side: draft.side, kind, entry, quantity, tick });
    if ('price' in exit) return exit.price;
    errors[kind] = exit.error;
    return null;
  };
  // Sized by risk, the quantity follows from the stop; else a stop told as money follows from the quantity.
  const stopBefore = draft.sizing === 'risk' ? exitAt('stop', null) : null;
  const equity = facts.equity === null ? null : decimalFromNumber(facts.equity);
  const size =
    amount === null
      ? null
      : orderSize(amount, draft.sizing, { entry, stop: stopBefore, equity, step: facts.quantityStep });
  if (size && 'error' in size) errors.quantity = size.error;
  const quantity = size && 'quantity' in size ? size.quantity : null;
  const stop = draft.sizing === 'risk' ? stopBefore : exitAt('stop', quantity);
  const target = exitAt('target', quantity);

  const shown = mayRest(draft) ? read('displayQuantity', draft.displayQuantity, 'shown part') : null;
  const expireTime = draft.timeInForce === 'gtd' ? readTime(draft.expireTime, errors) : null;
  const units = quantity !== null && draft.sizing !== 'units' ? formatDecimal(quantity) : null;
  const exits = template?.exits ?? null;
  const isMissing =
    facts.symbol === null ||
    quantity === null ||
    needed.some((field) => (prices[field] ?? null) === null) ||
    (draft.timeInForce === 'gtd' && expireTime === null);
  if (isMissing || Object.keys(errors).length > 0) return { request: null, errors, exits, units };
  const text = (field: PriceField): string => formatDecimal(prices[field] ?? 0n);
  return {
    errors,
    exits,
    units,
    request: {
      symbol: facts.symbol,
      side: draft.side,
      type: draft.type,
      quantity: formatDecimal(quantity),
      timeInForce: draft.timeInForce,
      ...(needed.includes('limitPrice') && { limitPrice: text('limitPrice') }),
      ...(needed.includes('stopPrice') && { stopPrice: text('stopPrice') }),
      ...(needed.includes('trail') && {
        [draft.trailUnit === 'amount' ? 'trailAmount' : 'trailPercent']: text('trail'),
      }),
      ...(needed.includes('limitOffset') && { limitOffset: text('limitOffset') }),
      ...(expireTime !== null && { expireTime }),
      ...(mayRest(draft) && draft.isPostOnly && { isPostOnly: true }),
      ...(draft.isReduceOnly && { isReduceOnly: true }),
      ...(shown !== null && { displayQuantity: formatDecimal(shown) }),
      ...(exits !== null && { exits }),
      ...(template === null &&
        (target !== null || stop !== null) && {
          bracket: {
            ...(target !== null && { takeProfit: formatDecimal(target) }),
            ...(stop !== null && { stopLoss: formatDecimal(stop) }),
          },
        }),
      ...(draft.accepted.length > 0 && { acceptPrecautions: [...draft.accepted] }),
    },
  };
}

/** Where the order is reckoned to fill: its own price, else the side of the market it would meet. */
function entryOf(
  side: TicketDraft['side'],
  prices: Partial<Record<PriceField, Decimal | null>>,
  { bid, ask, last }: MarketPrices,
): Decimal | null {
  const own = prices.limitPrice ?? prices.stopPrice;
  if (own) return own;
  const market = (side === 'buy' ? ask : bid) ?? last;
  return market === null || !(market > 0) ? null : decimalFromNumber(market);
}

function readTime(typed: string, errors: Partial<Record<DraftField, string>>): number | null {
  if (typed === '') return null;
  const time = Date.parse(typed);
  if (!Number.isNaN(time)) return time;
  errors.expireTime = `"${typed}" is no time; write it like 2026-11-28T16:00`;
  return null;
}
