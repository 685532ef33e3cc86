import type { StrategyLegInput } from '#contract/services/options';
import type { PrecautionName } from '#contract/services/protections';
import type { OrderRequest } from '#contract/services/trading';
import { parseOptionSymbol } from '#domain/instruments/option-contract';
import type { OptionPart, StrategyPart } from '#domain/options/named-strategies';
import { COMBO_LEGS_MAX, canonicalLegs, comboSymbol, commonRatio } from '#domain/orders/combo';
import { formatDecimal } from '#domain/values/decimal';
import { readAmount } from '../../trading/amount-text.ts';

/** A strategy as it is being written: texts as typed. */
export interface StrategyDraft {
  readonly legs: readonly StrategyLegInput[];
  readonly quantity: string;
  /** Net price of one combination, below zero received; empty follows the middle. */
  readonly price: string;
  readonly type: 'limit' | 'market';
  readonly timeInForce: 'day' | 'gtc';
  /** What an order is held up by until a person says that it is meant so. */
  readonly accepted: readonly PrecautionName[];
}

export const EMPTY_STRATEGY: StrategyDraft = {
  legs: [],
  quantity: '1',
  price: '',
  type: 'limit',
  timeInForce: 'day',
  accepted: [],
};

const RATIO_MAX = 1_000;

/** Adds one unit of a leg: to the same leg one more, of an opposite one less. */
export function addLeg(
  legs: readonly StrategyLegInput[],
  added: Pick<StrategyLegInput, 'symbol' | 'side'>,
): readonly StrategyLegInput[] {
  const held = legs.find(({ symbol }) => symbol === added.symbol);
  if (held === undefined) return [...legs, { ...added, ratio: 1 }];
  return setRatio(legs, added.symbol, held.side === added.side ? held.ratio + 1 : held.ratio - 1);
}

/** Gives a leg another ratio; none at all takes it away. */
export function setRatio(
  legs: readonly StrategyLegInput[],
  symbol: string,
  ratio: number,
): readonly StrategyLegInput[] {
  if (ratio < 1) return legs.filter((leg) => leg.symbol !== symbol);
  const within = Math.min(RATIO_MAX, Math.round(ratio));
  return legs.map((leg) => (leg.symbol === symbol ? { ...leg, ratio: within } : leg));
}

/** Turns one leg round, or with no symbol all of them. */
export function turnLegs(legs: readonly StrategyLegInput[], symbol?: string): readonly StrategyLegInput[] {
  return legs.map((leg) =>
    symbol === undefined || leg.symbol === symbol
      ? { ...leg, side: leg.side === 'buy' ? ('sell' as const) : ('buy' as const) }
      : leg,
  );
}

/** Legs of a strategy that was laid out; `symbolOf` finds the listed option. Empty where one is not listed. */
export function legsOfParts(
  parts: readonly StrategyPart[],
  underlying: string,
  symbolOf: (part: OptionPart) => string | undefined,
): readonly StrategyLegInput[] {
  const legs = parts.flatMap((part) => {
    const symbol = part.kind === 'underlying' ? underlying : symbolOf(part);
    return symbol === undefined ? [] : [{ symbol, side: part.side, ratio: part.ratio }];
  });
  return legs.length === parts.length ? legs : [];
}

/** What is asked about, in lowest terms, and how many of it the draft means. */
export function wholeLegs(legs: readonly StrategyLegInput[]): {
  readonly legs: StrategyLegInput[];
  readonly times: number;
} {
  return { legs: [...canonicalLegs(legs)], times: commonRatio(legs) || 1 };
}

export interface StrategyCheck {
  /** Null while something is missing or wrong. */
  readonly request: Omit<OrderRequest, 'nonce'> | null;
  readonly errors: Readonly<Partial<Record<'quantity' | 'price' | 'legs', string>>>;
  /** Contracts or combinations that the draft means, 1 while it says none. */
  readonly units: number;
}

/** Reads a draft as an order: of one leg for that leg, of several for their combination. `middle` is used without a price. */
export function checkStrategy(draft: StrategyDraft, middle: number | null): StrategyCheck {
  const { legs, times } = wholeLegs(draft.legs);
  const errors: Partial<Record<'quantity' | 'price' | 'legs', string>> = {};
  const read = readAmount(draft.quantity, 'number of combinations');
  const quantity = read.amount === null ? null : Number(formatDecimal(read.amount));
  if (read.error !== undefined) errors.quantity = read.error;
  else if (quantity !== null && !Number.isInteger(quantity))
    errors.quantity = 'options trade in whole contracts';
  if (legs.length > COMBO_LEGS_MAX) errors.legs = `an order has at most ${COMBO_LEGS_MAX} legs`;
  else if (legs.length > 0 && !legs.some(({ symbol }) => parseOptionSymbol(symbol) !== undefined))
    errors.legs = 'add an option: the underlying alone is traded in the order ticket';
  const net = draft.price.trim() === '' ? roundedCents(middle) : readNet(draft.price);
  if (net !== null && Number.isNaN(net))
    errors.price = `"${draft.price.trim()}" is no price; write 1.25, or −1.25 for what is received`;
  const [only] = legs;
  const isSingle = legs.length === 1 && only !== undefined;
  // A single option bears a price above zero, whichever way it is traded.
  const price = isSingle && only.side === 'sell' && net !== null ? -net : net;
  if (isSingle && price !== null && price <= 0 && draft.type === 'limit')
    errors.price = 'the price of a single option is above zero';
  const units = Math.max(1, (quantity ?? 1) * times);
  const isIncomplete =
    only === undefined ||
    quantity === null ||
    (draft.type === 'limit' && (price === null || Number.isNaN(price)));
  if (isIncomplete || Object.keys(errors).length > 0) return { request: null, errors, units };
  return {
    errors,
    units,
    request: {
      symbol: isSingle ? only.symbol : comboSymbol(legs),
      ...(isSingle ? {} : { legs }),
      side: isSingle ? only.side : 'buy',
      type: draft.type,
      quantity: String(quantity * times),
      ...(draft.type === 'limit' && price !== null ? { limitPrice: price.toFixed(2) } : {}),
      timeInForce: draft.timeInForce,
      ...(draft.accepted.length > 0 ? { acceptPrecautions: [...draft.accepted] } : {}),
    },
  };
}

/** A net price as typed, with a plain or a true minus; NaN for what is none, null for nothing. */
export function readNet(typed: string): number | null {
  const plain = typed.replace(/[\s,_]/g, '').replace('−', '-');
  if (plain === '') return null;
  return /^[+-]?(\d+\.?\d{0,2}|\.\d{1,2})$/.test(plain) ? Number(plain) : Number.NaN;
}

/** To the cent, halves towards paying more: what is asked for is then not better than the middle. */
export function roundedCents(value: number | null): number | null {
  return value === null ? null : Math.ceil(value * 100 - 0.5 + 1e-9) / 100;
}
