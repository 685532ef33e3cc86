import { OctopusError } from '#contract/errors';
import type { OrderPreview, OrderRequest } from '#contract/services/trading';
import type { OrderIntent } from '#domain/orders/order';
import {
  absoluteDecimal,
  DECIMAL_ZERO,
  type Decimal,
  formatDecimal,
  multiplyDecimal,
} from '#domain/values/decimal';
import type { TradingRoles } from '../agent/roles.ts';
import { clientOrderId } from '../journal/hashing.ts';
import { exitPreview } from './exit-intents.ts';
import { type IntentJudge, whyRefused } from './intent-judge.ts';
import { previewOfOptions } from './option-preview.ts';
import type { PortfolioBook } from './portfolio-book.ts';

export interface PreviewOptions {
  readonly roles: TradingRoles;
  readonly book: PortfolioBook;
  /** The opening that an order in the symbol waits for now; its exchange trades unless told. */
  readonly opensAt?: (symbol: string) => number | undefined;
  /** Value at risk of the account if it held `quantity` of `symbol`. */
  readonly valueAtRiskWith: (symbol: string, quantity: Decimal) => number | null;
}

/** What an order would do, and all that stands against it. Nothing is recorded. */
export function previewOrder(
  intent: OrderIntent,
  request: OrderRequest,
  judge: IntentJudge,
  options: PreviewOptions & { readonly reserved: Decimal },
): OrderPreview {
  const { book, roles, opensAt, valueAtRiskWith, reserved } = options;
  const { symbol, side, quantity } = intent;
  const id = clientOrderId(intent);
  const { compliance, risk } = judge.judge(intent, id);
  const expected = judge.expectedPrice(intent);
  const price = expected ?? DECIMAL_ZERO;
  const value = multiplyDecimal(quantity, price);
  const fee = roles.execution.fee(price, quantity);
  const held = book.position(symbol)?.quantity ?? DECIMAL_ZERO;
  const after = side === 'buy' ? held + quantity : held - quantity;
  const tied = multiplyDecimal(absoluteDecimal(after) - absoluteDecimal(held), price);
  const precautions = judge.precautions(intent, request.acceptPrecautions);
  const { exits, faults } = wantedExits(intent, id, request, judge);
  const refusals = [
    ...[judge.termsFault(intent) ?? judge.whyShut(intent) ?? judge.whyClosed(intent) ?? []].flat(),
    ...precautions.flatMap(({ text, isAccepted }) => (isAccepted ? [] : [text])),
    ...compliance.reasons,
    ...(risk?.reasons ?? []),
    ...faults,
  ];
  return {
    isAccepted: refusals.length === 0,
    refusals,
    value: formatDecimal(value),
    fee: formatDecimal(fee),
    margin: formatDecimal(book.marginOf(multiplyDecimal(openedQuantity(held, after), price))),
    buyingPowerAfter: formatDecimal(book.buyingPower(book.equity() - fee, reserved) - tied),
    // Of what is held now: the account's own figure is of the last close.
    valueAtRiskBefore: valueAtRiskWith(symbol, held),
    valueAtRiskAfter: valueAtRiskWith(symbol, after),
    precautions,
    limitsChecked: risk?.limitsChecked ?? 0,
    referencePrice: book.lastPrice(symbol),
    waitsUntil: opensAt?.(symbol) ?? null,
    exits: exits.map((exit) => exitPreview(exit, expected)),
    ...previewOfOptions({
      intent,
      portfolio: book.snapshot(reserved),
      priceOf: (one) => book.lastPrice(one),
      execution: roles.execution,
    }),
  };
}

/** The exits of a request, and what stands against them. */
function wantedExits(
  intent: OrderIntent,
  id: string,
  request: OrderRequest,
  judge: IntentJudge,
): { readonly exits: readonly OrderIntent[]; readonly faults: readonly string[] } {
  try {
    const exits = judge.exits(intent, id, request);
    const judged = exits.map((exit) => judge.judgeExit(exit, intent));
    return { exits, faults: judged.flatMap((one) => (one.approved ? [] : [whyRefused(one)])) };
  } catch (error) {
    if (error instanceof OctopusError && error.code === 'BAD_REQUEST')
      return { exits: [], faults: [error.message] };
    throw error;
  }
}

/** Units by which an order opens or enlarges a position; through flat, what lies beyond. */
function openedQuantity(held: Decimal, after: Decimal): Decimal {
  const isThroughFlat = held !== 0n && held > 0n !== after > 0n;
  const enlarged = absoluteDecimal(after) - (isThroughFlat ? 0n : absoluteDecimal(held));
  return enlarged > 0n ? enlarged : DECIMAL_ZERO;
}
