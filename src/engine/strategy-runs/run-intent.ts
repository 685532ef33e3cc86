import type { WantedExits } from '#contract/services/exits';
import type { ExitTemplate } from '#domain/orders/exit-template';
import { mapExits } from '#domain/orders/map-exits';
import type { OrderTerms as IntentTerms, OrderIntent } from '#domain/orders/order';
import type { OrderTerms } from '#domain/strategies/sdk/strategy-context';
import { decimalFromNumber, formatDecimal } from '#domain/values/decimal';
import type { Units } from '#domain/values/units';
import { present } from '../trading/order-request.ts';
import type { RunAsk } from './run-messages.ts';
import { nonceOf } from './run-order-list.ts';

export type OrderAsk = Extract<RunAsk, { kind: 'order' }>;

/** Who asks, for which account, and why. */
export interface IntentFrame {
  readonly runId: string;
  readonly origin: string;
  readonly account: string;
  readonly symbol: string;
  readonly reason: string;
  readonly decisionId: string;
}

const decimal = (value: number | undefined) => (value === undefined ? undefined : decimalFromNumber(value));

/** What a strategy asked for, as an intent like any other: an order is known by its run and number. */
export function intentOfAsk({ number, isBuy, quantity, terms }: OrderAsk, frame: IntentFrame): OrderIntent {
  const { runId, origin, account, symbol, reason, decisionId } = frame;
  const isAtClose = terms.type === 'market-on-close';
  const { type = 'market', timeInForce = 'gtc' } = terms;
  const plain = {
    symbol,
    side: isBuy ? 'buy' : 'sell',
    type: type === 'market-on-close' ? 'market' : type,
    quantity: BigInt(quantity),
    limitPrice: decimal(terms.limit),
    stopPrice: decimal(terms.stop),
    trailAmount: decimal(terms.trailAmount),
    trailPercent: decimal(terms.trailPercent),
    limitOffset: decimal(terms.limitOffset),
    breakEvenAt: decimal(terms.breakEven?.at),
    breakEvenTo: decimal(terms.breakEven?.to),
    timeInForce: isAtClose ? 'at-close' : timeInForce,
    expireTime: terms.expireTime,
    isPostOnly: terms.postOnly,
    isReduceOnly: terms.reduceOnly,
    displayQuantity: decimal(terms.displayQuantity),
  } satisfies { readonly [Name in keyof IntentTerms]: IntentTerms[Name] | undefined };
  const group = terms.oneCancelsOther;
  return {
    ...present(plain),
    origin,
    account,
    reason,
    decisionId,
    nonce: nonceOf(runId, number),
    ...(group === undefined ? {} : { listId: `${runId}-${group}`, contingency: 'oco' as const }),
  };
}

/** The exits of an ask; what a target takes is a multiple of `step`, in units. */
export function exitsOfAsk({ terms }: Pick<OrderAsk, 'terms'>, step: Units): WantedExits {
  const { bracket, exits } = terms;
  if (exits) return { exits: mapExits(exits, text), shareStep: formatDecimal(BigInt(step)) };
  if (!bracket) return {};
  const { takeProfit, stopLoss } = bracket;
  return {
    bracket: {
      ...(takeProfit === undefined ? {} : { takeProfit: text(takeProfit) }),
      ...(stopLoss === undefined ? {} : { stopLoss: text(stopLoss) }),
    },
  };
}

function text(amount: number): string {
  return formatDecimal(decimalFromNumber(amount));
}

/** One ask as a sentence. */
export function askText(ask: RunAsk, symbolOf: (instrument: number) => string): string {
  if (ask.kind === 'cancel') return `cancel order ${ask.number}`;
  if (ask.kind === 'cancel-all')
    return ask.instrument === null
      ? 'cancel every order'
      : `cancel every order in ${symbolOf(ask.instrument)}`;
  const { isBuy, quantity, terms, instrument } = ask;
  const amount = formatDecimal(BigInt(quantity));
  return `${isBuy ? 'buy' : 'sell'} ${amount} ${symbolOf(instrument)}, ${termsText(terms)}`;
}

function termsText(terms: OrderTerms): string {
  const { type = 'market', limit, stop, bracket, exits } = terms;
  return [
    type,
    ...(limit === undefined ? [] : [`limit ${limit}`]),
    ...(stop === undefined ? [] : [`stop ${stop}`]),
    ...(bracket?.takeProfit === undefined ? [] : [`target ${bracket.takeProfit}`]),
    ...(bracket?.stopLoss === undefined ? [] : [`stop loss ${bracket.stopLoss}`]),
    ...(exits === undefined ? [] : [exitsText(exits)]),
  ].join(' ');
}

function exitsText({ targets = [], stop, breakEven, trail }: ExitTemplate): string {
  return [
    ...targets.map(({ distance, share }) => `target ${distance} away for ${share} of it`),
    ...(stop ? [`stop ${stop.distance} away`] : []),
    ...(breakEven ? [`break-even after ${breakEven.after}`] : []),
    ...(trail ? [`trailing by ${trail.distance}`] : []),
  ].join(', ');
}
