import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { ORDER_STATUSES, ORDER_TYPES, TIMES_IN_FORCE } from '#domain/orders/order';
import { algorithmMethods } from './algorithms.ts';
import { executionCostMethods, route } from './execution-costs.ts';
import { bracket, exitPreview, exitTemplate } from './exits.ts';
import { proposalMethods } from './proposals.ts';
import { precaution, precautionName } from './protections.ts';
import { accountId, collectionEvent, decimalText, epochMs, procedure, symbolText } from './shared.ts';

export const side = z.enum(['buy', 'sell']);
export const orderType = z.enum(ORDER_TYPES);
export const timeInForce = z.enum(TIMES_IN_FORCE);
export const orderStatus = z.enum(ORDER_STATUSES);

/** One part of a combination. */
export const orderLeg = z.object({ symbol: symbolText, side, ratio: z.number().int().min(1).max(1_000) });
/** Of a combination the name of its legs: `+AAPL261218C00150000-AAPL261218C00160000`. */
const orderSymbol = z.string().min(1).max(160);

/** What is asked of a venue; amounts as plain decimal text. */
const orderTerms = z.object({
  symbol: orderSymbol,
  /** Two to four that trade together. Left out, the name tells them; told, they tell the name. */
  legs: z.array(orderLeg).max(16).readonly().optional(),
  side,
  type: orderType,
  quantity: decimalText,
  limitPrice: decimalText.optional(),
  /** The trigger of stops and of orders if touched. */
  stopPrice: decimalText.optional(),
  trailAmount: decimalText.optional(),
  trailPercent: decimalText.optional(),
  limitOffset: decimalText.optional(),
  /** Of a stop: once the price has reached this, it moves to `breakEvenTo`. */
  breakEvenAt: decimalText.optional(),
  breakEvenTo: decimalText.optional(),
  timeInForce,
  expireTime: epochMs.optional(),
  isPostOnly: z.boolean().optional(),
  isReduceOnly: z.boolean().optional(),
  displayQuantity: decimalText.optional(),
});

export const orderRequest = orderTerms.extend({
  timeInForce: timeInForce.default('day'),
  /** That of the open session unless told; `best` is the one of the routable accounts where it costs least. */
  account: accountId.optional(),
  /** Sent with it once it fills: a profit target and a protective stop, one cancelling the other. */
  bracket: bracket.optional(),
  /** The same by distances from the average price it fills at: several targets, a stop that follows. In the place of `bracket`. */
  exits: exitTemplate.optional(),
  /** What the order would otherwise be held up by, named: it is meant to be so large. */
  acceptPrecautions: z.array(precautionName).max(8).optional(),
  /** Makes a repeat of the same request the same order: a client sends one nonce per press of the button. */
  nonce: z.string().min(1).max(64),
});
export type OrderRequest = z.input<typeof orderRequest>;

export const orderChange = z.object({
  quantity: decimalText.optional(),
  limitPrice: decimalText.optional(),
  stopPrice: decimalText.optional(),
  trailAmount: decimalText.optional(),
  breakEvenAt: decimalText.optional(),
  breakEvenTo: decimalText.optional(),
});

export const order = orderTerms.extend({
  clientOrderId: z.string(),
  account: accountId,
  origin: z.string(),
  status: orderStatus,
  statusReason: z.string().optional(),
  /** Of a combination those that are complete in every leg. */
  filledQuantity: decimalText,
  /** What has filled of each leg, in the order of the legs. */
  legFills: z.array(z.object({ quantity: decimalText, averagePrice: decimalText })).optional(),
  averagePrice: decimalText,
  reason: z.string(),
  decisionId: z.string().optional(),
  createdTime: epochMs,
  updatedTime: epochMs,
  parentOrderId: z.string().optional(),
  listId: z.string().optional(),
  contingency: z.enum(['oco', 'ouo']).optional(),
  algorithmId: z.string().optional(),
  /** Of what its parent has filled it takes the part from this fraction to `shareTo`. */
  shareFrom: decimalText.optional(),
  shareTo: decimalText.optional(),
  shareStep: decimalText.optional(),
  /** The price of its parent that its own go by. */
  parentPrice: decimalText.optional(),
  priceStep: decimalText.optional(),
  /** Its stop belongs at break-even by now. */
  hasBrokenEven: z.boolean().optional(),
  /** The venue's own number of it. */
  venueOrderId: z.string().optional(),
  /** The venue lacks this type: the engine watches the market for it. */
  isEmulated: z.boolean().optional(),
  /** How often it was replaced. */
  revision: z.number().int().optional(),
  pendingChange: orderChange.optional(),
  /** It was sent while its exchange was closed: the opening that it waits for. */
  waitsUntil: epochMs.optional(),
});
export type OrderView = z.infer<typeof order>;

export const fill = z.object({
  fillId: z.string(),
  clientOrderId: z.string(),
  symbol: symbolText,
  side,
  quantity: decimalText,
  price: decimalText,
  fee: decimalText,
  eventTime: epochMs,
  liquidity: z.enum(['maker', 'taker']).optional(),
});
export type FillView = z.infer<typeof fill>;

/** What would happen: cost, fee, buying power, risk and the limits it touches. Nothing is recorded. */
export const orderPreview = z.object({
  isAccepted: z.boolean(),
  /** Sentences, one a broken limit or rule; empty when accepted. */
  refusals: z.array(z.string()),
  value: decimalText,
  fee: decimalText,
  /** What it ties up of the account's own money: the whole value of what it opens, since nothing is lent. */
  margin: decimalText,
  buyingPowerAfter: decimalText,
  /** One-day historical value at risk at 99 %, as a share of equity, before and after; null without enough history. */
  valueAtRiskBefore: z.number().nullable(),
  valueAtRiskAfter: z.number().nullable(),
  /** What a person has to accept by name before it is sent; those not accepted are refusals too. */
  precautions: z.array(precaution),
  limitsChecked: z.number().int(),
  referencePrice: z.number().nullable(),
  /** The opening that it would wait for; null while the exchange trades. */
  waitsUntil: epochMs.nullable(),
  /** What would be sent with it once it fills, the stop first. */
  exits: z.array(exitPreview),
  /** Of an order to the `best` account: which that is, and what each would cost. */
  route: route.optional(),
});
export type OrderPreview = z.infer<typeof orderPreview>;

export const position = z.object({
  symbol: symbolText,
  quantity: decimalText,
  averagePrice: decimalText,
  lastPrice: z.number().nullable(),
  /** When the last price was true (market time). */
  lastTime: epochMs.nullable(),
  marketValue: z.number(),
  unrealizedPnl: z.number(),
  unrealizedPnlPct: z.number(),
  realizedPnl: decimalText,
  weightPct: z.number(),
  /** Origin of the newest order in it: `person` or a strategy's slug. */
  origin: z.string(),
  decisionId: z.string().optional(),
});
export type PositionView = z.infer<typeof position>;

export const portfolioState = z.object({
  account: z.string(),
  currency: z.string(),
  eventTime: epochMs,
  cash: decimalText,
  equity: z.number(),
  startingCash: decimalText,
  dayPnl: z.number(),
  totalPnl: z.number(),
  totalPnlPct: z.number(),
  realizedPnl: decimalText,
  feesPaid: decimalText,
  drawdownPct: z.number(),
  maxDrawdownPct: z.number(),
  grossExposurePct: z.number(),
  buyingPower: decimalText,
  /** One-day historical value at risk at 99 % as a share of equity, or null without enough history. */
  valueAtRiskPct: z.number().nullable(),
  positions: z.array(position),
});
export type PortfolioState = z.infer<typeof portfolioState>;

export const equityPoint = z.object({
  time: epochMs,
  equity: z.number(),
  cash: z.number(),
  drawdownPct: z.number(),
});

/** The account meant; that of the open session unless told. */
const ofAccount = z.object({ account: accountId.optional() });

/** One step in the life of an order, from the journal. */
export const orderStep = z.object({
  sequence: z.number().int(),
  eventTime: epochMs,
  receivedTime: epochMs,
  kind: z.string(),
  source: z.string(),
  /** A sentence. */
  text: z.string(),
});
export type OrderStep = z.infer<typeof orderStep>;

export const tradingService = {
  ...proposalMethods,
  ...algorithmMethods,
  ...executionCostMethods,
  preview: procedure
    .route({ method: 'POST', path: '/trading/preview', tags: ['Trading'] })
    .input(orderRequest)
    .output(orderPreview),
  submit: procedure
    .route({ method: 'POST', path: '/trading/order', tags: ['Trading'] })
    .input(orderRequest)
    .output(order),
  cancel: procedure
    .route({ method: 'POST', path: '/trading/cancel', tags: ['Trading'] })
    .input(z.object({ clientOrderId: z.string() }))
    .output(order),
  /** Asks for other terms of a working order; what is absent stays. */
  replace: procedure
    .route({ method: 'POST', path: '/trading/replace', tags: ['Trading'] })
    .input(
      orderChange.extend({
        clientOrderId: z.string(),
        acceptPrecautions: z.array(precautionName).max(8).optional(),
      }),
    )
    .output(order),
  cancelAll: procedure
    .route({ method: 'POST', path: '/trading/cancel-all', tags: ['Trading'] })
    .input(ofAccount.extend({ symbol: symbolText.optional() }))
    .output(z.object({ cancelled: z.number().int() })),
  /** Sends a market order that closes the position in one symbol. */
  flatten: procedure
    .route({ method: 'POST', path: '/trading/flatten', tags: ['Trading'] })
    .input(ofAccount.extend({ symbol: symbolText, nonce: z.string().min(1).max(64) }))
    .output(order),
  orders: procedure
    .route({ method: 'GET', path: '/trading/orders', tags: ['Trading'] })
    .input(ofAccount.extend({ limit: z.coerce.number().int().min(1).max(5_000).default(500) }))
    .output(z.array(order)),
  /** Every state change of one order, oldest first. */
  orderHistory: procedure
    .route({ method: 'GET', path: '/trading/order-history', tags: ['Trading'] })
    .input(z.object({ clientOrderId: z.string() }))
    .output(z.array(orderStep)),
  watchOrders: procedure
    .route({ method: 'GET', path: '/trading/orders/watch', tags: ['Trading'] })
    .input(ofAccount.default({}))
    .output(eventIterator(collectionEvent(order))),
  fills: procedure
    .route({ method: 'GET', path: '/trading/fills', tags: ['Trading'] })
    .input(ofAccount.extend({ limit: z.coerce.number().int().min(1).max(5_000).default(500) }))
    .output(z.array(fill)),
  watchFills: procedure
    .route({ method: 'GET', path: '/trading/fills/watch', tags: ['Trading'] })
    .input(ofAccount.default({}))
    .output(eventIterator(collectionEvent(fill))),
  portfolio: procedure
    .route({ method: 'GET', path: '/portfolio', tags: ['Portfolio'] })
    .input(ofAccount.default({}))
    .output(portfolioState),
  watchPortfolio: procedure
    .route({ method: 'GET', path: '/portfolio/watch', tags: ['Portfolio'] })
    .input(ofAccount.default({}))
    .output(eventIterator(portfolioState)),
  /** The account's equity at each close, oldest first. */
  equityCurve: procedure
    .route({ method: 'GET', path: '/portfolio/equity', tags: ['Portfolio'] })
    .input(ofAccount.default({}))
    .output(z.array(equityPoint)),
};
