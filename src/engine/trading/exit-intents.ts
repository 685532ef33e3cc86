import { OctopusError } from '#contract/errors';
import type { ExitPreview, ExitRequest, WantedExits } from '#contract/services/exits';
import { orderMultiplier } from '#domain/orders/combo';
import { type ExitLeg, exitLegs, exitsInPrice, partQuantity, roundedTo } from '#domain/orders/exit-legs';
import { mapExits } from '#domain/orders/map-exits';
import type { OrderIntent, OrderTerms } from '#domain/orders/order';
import { amountsFromText } from '#domain/orders/order-amounts';
import { positionValue } from '#domain/portfolio/ledger';
import { DECIMAL_ZERO, type Decimal, formatDecimal, parseDecimal } from '#domain/values/decimal';

/** What exits are reckoned by. */
export interface ExitFacts {
  /** Where the entry is expected to fill; undefined while nobody knows a price. */
  readonly price: Decimal | undefined;
  /** Grid of the instrument's prices; a price that is known to be on a finer one tells that. */
  readonly tick: Decimal;
  /** Smallest quantity of the account. */
  readonly step: Decimal;
}

/**
 * The exits of an entry, the stop, which protects, first. They hang on the entry, which they name by its id, each for
 * what it fills or for a share of that, and one takes off the others what it has filled. Throws BAD_REQUEST.
 */
export function exitIntents(
  entry: OrderIntent,
  entryId: string,
  wanted: WantedExits,
  facts: ExitFacts,
): OrderIntent[] {
  const { bracket, exits } = wanted;
  if (bracket && exits)
    throw new OctopusError('BAD_REQUEST', 'an order has either a bracket or exits by distance, not both');
  const { origin, account, symbol, quantity, decisionId, nonce } = entry;
  const common = {
    origin,
    account,
    symbol,
    side: entry.side === 'buy' ? 'sell' : 'buy',
    quantity,
    timeInForce: 'gtc',
    parentOrderId: entryId,
    listId: entryId,
    contingency: 'ouo',
    ...(decisionId === undefined ? {} : { decisionId }),
    nonce,
  } as const;
  const own = bracket ? bracketTerms(bracket) : exits ? templateTerms(entry, exits, wanted, facts) : [];
  return own.map((terms) => ({ ...common, ...terms }));
}

type OwnTerms = Pick<OrderIntent, 'type' | 'reason'> & Partial<OrderIntent>;

function bracketTerms({ takeProfit, stopLoss }: NonNullable<WantedExits['bracket']>): OwnTerms[] {
  const terms: OwnTerms[] = [];
  if (stopLoss !== undefined)
    terms.push({ ...priceOf({ stopPrice: stopLoss }), type: 'stop', reason: 'stop of its bracket' });
  if (takeProfit !== undefined)
    terms.push({ ...priceOf({ limitPrice: takeProfit }), type: 'limit', reason: 'target of its bracket' });
  return terms;
}

function priceOf(text: { readonly limitPrice?: string; readonly stopPrice?: string }) {
  return amountsFromText<Pick<OrderTerms, 'limitPrice' | 'stopPrice'>>(text);
}

function templateTerms(
  { symbol, side, quantity }: OrderIntent,
  exits: ExitRequest,
  { shareStep }: WantedExits,
  { price, tick, step: smallest }: ExitFacts,
): OwnTerms[] {
  if (price === undefined)
    throw new OctopusError(
      'BAD_REQUEST',
      `no price of ${symbol} is known yet to reckon its exits from: give the order a limit, or wait for a price`,
    );
  const wanted = shareStep === undefined ? smallest : parseDecimal(shareStep);
  const step = wanted > smallest ? wanted : smallest;
  const grid = finerGrid(tick, price);
  const legs = legsOf(exits, side === 'buy', price, grid);
  const targets = legs.filter(({ kind }) => kind === 'target').length;
  let number = 0;
  const links = { parentPrice: roundedTo(price, grid), priceStep: grid, isReduceOnly: true };
  return legs.flatMap((leg): OwnTerms[] => {
    if (leg.kind === 'stop') return [{ ...stopTerms(leg), ...links, reason: 'stop of its exits' }];
    number += 1;
    const part = partQuantity(leg.part, quantity, step);
    // Too small a share of too small an order: the next takes it.
    if (part <= DECIMAL_ZERO) return [];
    return [
      {
        type: 'limit',
        limitPrice: leg.limit,
        quantity: part,
        shareFrom: leg.part.from,
        shareTo: leg.part.to,
        shareStep: step,
        ...links,
        reason: `target ${number} of ${targets} of its exits`,
      },
    ];
  });
}

/** Instruments that nobody has described are taken to have few digits; their prices may show more. */
function finerGrid(tick: Decimal, price: Decimal): Decimal {
  let grid = tick;
  while (grid > 1n && price % grid !== DECIMAL_ZERO) grid /= 10n;
  return grid;
}

function legsOf({ unit = 'price', ...exits }: ExitRequest, isLong: boolean, price: Decimal, tick: Decimal) {
  try {
    return exitLegs(exitsInPrice(mapExits(exits, parseDecimal), unit, { price, tick }), isLong, price, tick);
  } catch (error) {
    throw new OctopusError('BAD_REQUEST', error instanceof Error ? error.message : String(error));
  }
}

function stopTerms({ type, stop, trailAmount, breakEven }: Extract<ExitLeg, { kind: 'stop' }>) {
  return {
    type,
    ...(stop === undefined ? {} : { stopPrice: stop }),
    ...(trailAmount === undefined ? {} : { trailAmount }),
    ...(breakEven && { breakEvenAt: breakEven.at, breakEvenTo: breakEven.to }),
  };
}

/** An exit as a person is shown it before it is sent. */
export function exitPreview(exit: OrderIntent, entryPrice: Decimal | undefined): ExitPreview {
  const { type, side, quantity, limitPrice, stopPrice, trailAmount, breakEvenAt, breakEvenTo } = exit;
  const price = limitPrice ?? stopPrice;
  const isKnown = price !== undefined && entryPrice !== undefined;
  const gain = isKnown ? (side === 'sell' ? price - entryPrice : entryPrice - price) : undefined;
  return {
    kind: limitPrice === undefined ? 'stop' : 'target',
    type,
    quantity: formatDecimal(quantity),
    price: price === undefined ? null : formatDecimal(price),
    ...(trailAmount === undefined ? {} : { trailAmount: formatDecimal(trailAmount) }),
    ...(breakEvenAt === undefined ? {} : { breakEvenAt: formatDecimal(breakEvenAt) }),
    ...(breakEvenTo === undefined ? {} : { breakEvenTo: formatDecimal(breakEvenTo) }),
    profit: gain === undefined ? null : formatDecimal(positionValue(quantity, gain, orderMultiplier(exit))),
  };
}
