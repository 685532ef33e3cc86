import { comboSymbol } from '#domain/orders/combo';
import type { OrderType, TimeInForce } from '#domain/orders/order';
import { type Decimal, decimalFromNumber, decimalToNumber, parseDecimal } from '#domain/values/decimal';
import { nameOf } from './name-of.ts';
import { filledOf, termsOf, type VenueOrder } from './venue-book.ts';

/** The account of the double, by its number and by what stands for it in addresses. */
export const SCHWAB_ACCOUNT = {
  accountNumber: '97485470',
  hashValue: '417C2D1EA08E18E0847BF58F2F91B13C3D402FD404152C61',
};

const TYPES: Readonly<Record<string, readonly [OrderType, 'at-close'?]>> = {
  MARKET: ['market'],
  LIMIT: ['limit'],
  STOP: ['stop'],
  STOP_LIMIT: ['stop-limit'],
  TRAILING_STOP: ['trailing-stop'],
  MARKET_ON_CLOSE: ['market', 'at-close'],
  LIMIT_ON_CLOSE: ['limit', 'at-close'],
};
const VALIDITIES: Readonly<Record<string, TimeInForce>> = {
  DAY: 'day',
  GOOD_TILL_CANCEL: 'gtc',
  IMMEDIATE_OR_CANCEL: 'ioc',
  FILL_OR_KILL: 'fok',
};
const STATUSES = {
  open: 'WORKING',
  filled: 'FILLED',
  cancelled: 'CANCELED',
  replaced: 'REPLACED',
  rejected: 'REJECTED',
  expired: 'EXPIRED',
} as const;

/** An order as it is placed. */
export interface SchwabBody {
  readonly orderType: string;
  readonly complexOrderStrategyType: string;
  readonly quantity?: number;
  readonly duration: string;
  readonly price?: string;
  readonly stopPrice?: string;
  readonly stopPriceLinkType?: string;
  readonly stopPriceOffset?: string;
  readonly orderLegCollection: readonly {
    readonly instruction: string;
    readonly quantity: number;
    readonly instrument: { readonly symbol: string };
  }[];
}

/** What it asks for, in the words of the port. */
export function readSchwabTerms(body: SchwabBody) {
  const decimal = (text: string | undefined): Decimal | undefined =>
    text === undefined ? undefined : parseDecimal(text);
  const [leg, ...others] = body.orderLegCollection;
  if (others.length > 0) return readCombo(body);
  const [type, atClose] = TYPES[body.orderType] ?? [];
  const trail = decimal(body.stopPriceOffset);
  return termsOf({
    symbol: leg?.instrument.symbol,
    side: leg?.instruction === 'BUY' ? 'buy' : 'sell',
    type,
    timeInForce: atClose ?? VALIDITIES[body.duration],
    quantity: decimalFromNumber(leg?.quantity ?? 0),
    limitPrice: decimal(body.price),
    stopPrice: decimal(body.stopPrice),
    ...(body.stopPriceLinkType === 'PERCENT' ? { trailPercent: trail } : { trailAmount: trail }),
  });
}

/** A combination as documented: nets by their own types, every leg an option with its effect, symbols of 21 places. */
function readCombo(body: SchwabBody) {
  const sign = { NET_DEBIT: 1n, NET_CREDIT: -1n, NET_ZERO: 0n, MARKET: undefined }[body.orderType];
  if (
    body.complexOrderStrategyType === 'NONE' ||
    !(body.orderType in { NET_DEBIT: 1, NET_CREDIT: 1, NET_ZERO: 1, MARKET: 1 })
  )
    throw new Error(`a combination of type ${body.orderType} is called ${body.complexOrderStrategyType}`);
  const quantity = body.quantity ?? 0;
  const legs = body.orderLegCollection.map(({ instruction, quantity: units, instrument }) => {
    if (!/^(BUY|SELL)_TO_(OPEN|CLOSE)$/.test(instruction) || instrument.symbol.length !== 21)
      throw new Error(`a leg is "${instruction}" of "${instrument.symbol}"`);
    const side = instruction.startsWith('BUY') ? ('buy' as const) : ('sell' as const);
    return { symbol: instrument.symbol.replaceAll(' ', ''), side, ratio: units / quantity };
  });
  return termsOf({
    symbol: comboSymbol(legs),
    legs,
    side: 'buy',
    type: sign === undefined ? 'market' : 'limit',
    timeInForce: VALIDITIES[body.duration],
    quantity: decimalFromNumber(quantity),
    limitPrice: sign === undefined ? undefined : sign * parseDecimal(body.price ?? '0'),
  });
}

function legsJson({ terms }: VenueOrder) {
  const quantity = decimalToNumber(terms.quantity ?? 0n);
  return terms.legs?.map(({ symbol, side, ratio }, place) => ({
    orderLegType: 'OPTION',
    legId: place + 1,
    instrument: { assetType: 'OPTION', symbol: `${symbol.slice(0, -15).padEnd(6)}${symbol.slice(-15)}` },
    instruction: side === 'buy' ? 'BUY_TO_OPEN' : 'SELL_TO_OPEN',
    positionEffect: 'OPENING',
    quantity: quantity * ratio,
  }));
}

function typeOfNet(limitPrice: Decimal | undefined): string {
  if (limitPrice === undefined) return 'MARKET';
  if (limitPrice === 0n) return 'NET_ZERO';
  return limitPrice > 0n ? 'NET_DEBIT' : 'NET_CREDIT';
}

/** The order as Schwab lists it, with its executions. */
export function schwabOrderJson(order: VenueOrder) {
  const { terms, fills, status } = order;
  const quantity = terms.quantity ?? 0n;
  const isAtClose = terms.timeInForce === 'at-close';
  return {
    session: 'NORMAL',
    duration: isAtClose ? 'DAY' : nameOf(VALIDITIES, terms.timeInForce),
    orderType: terms.legs
      ? typeOfNet(terms.limitPrice)
      : Object.entries(TYPES).find(
          ([, [type, atClose]]) => type === terms.type && (atClose !== undefined) === isAtClose,
        )?.[0],
    complexOrderStrategyType: terms.legs ? 'BACK_RATIO' : 'NONE',
    quantity: decimalToNumber(quantity),
    filledQuantity: decimalToNumber(filledOf(order)),
    remainingQuantity: decimalToNumber(quantity - filledOf(order)),
    requestedDestination: 'AUTO',
    destinationLinkName: 'AutoRoute',
    ...(terms.limitPrice === undefined ? {} : { price: Math.abs(decimalToNumber(terms.limitPrice)) }),
    ...(terms.stopPrice === undefined ? {} : { stopPrice: decimalToNumber(terms.stopPrice) }),
    orderLegCollection: legsJson(order) ?? [
      {
        orderLegType: 'EQUITY',
        legId: 1,
        instrument: {
          assetType: 'EQUITY',
          cusip: '037833100',
          symbol: terms.symbol,
          instrumentId: 1_973_757_747,
        },
        instruction: terms.side === 'buy' ? 'BUY' : 'SELL',
        positionEffect: 'OPENING',
        quantity: decimalToNumber(quantity),
      },
    ],
    orderStrategyType: 'SINGLE',
    orderId: Number(order.id),
    cancelable: status === 'open',
    editable: false,
    status: STATUSES[status],
    ...(order.reason === '' ? {} : { statusDescription: order.reason }),
    enteredTime: schwabTime(order.enteredTime),
    ...(status === 'open' ? {} : { closeTime: schwabTime(order.updatedTime) }),
    accountNumber: Number(SCHWAB_ACCOUNT.accountNumber),
    ...(fills.length === 0
      ? {}
      : {
          orderActivityCollection: fills.map((fill) => ({
            activityType: 'EXECUTION',
            activityId: 83_128_373_000 + fill.number,
            executionType: 'FILL',
            quantity: decimalToNumber(fill.quantity),
            orderRemainingQuantity: decimalToNumber(quantity - fill.total),
            executionLegs: [
              {
                legId: (fill.leg ?? 0) + 1,
                quantity: decimalToNumber(fill.quantity),
                mismarkedQuantity: 0,
                price: decimalToNumber(fill.price),
                time: schwabTime(fill.time),
                instrumentId: 1_973_757_747,
              },
            ],
          })),
        }),
  };
}

/** As Schwab writes times: whole seconds and a zone without a colon. */
export function schwabTime(time: number): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, '+0000');
}
