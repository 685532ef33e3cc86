import type { OrderTerms, OrderType, TimeInForce } from '#domain/orders/order';
import { type Decimal, parseDecimal } from '#domain/values/decimal';
import { FieldReader } from './gateway-wire.ts';

/** A leg of a combination as orders name it. */
export interface PlacedLeg {
  readonly conId: number;
  readonly ratio: number;
  readonly action: string;
}

/** A PLACE_ORDER, read. */
export interface PlacedOrder {
  /** Of a combination; empty otherwise. */
  readonly legs: readonly PlacedLeg[];
  readonly orderId: number;
  readonly conId: number;
  readonly contractSymbol: string;
  readonly secType: string;
  readonly exchange: string;
  readonly currency: string;
  readonly action: string;
  readonly quantity: Decimal;
  readonly orderType: string;
  readonly limit: Decimal | undefined;
  readonly aux: Decimal | undefined;
  readonly tif: string;
  readonly account: string;
  readonly orderRef: string;
  readonly transmit: string;
  readonly displaySize: string;
  readonly outsideRth: string;
  readonly goodTillDate: string;
  readonly trailStop: Decimal | undefined;
  readonly trailPercent: Decimal | undefined;
  readonly limitOffset: Decimal | undefined;
}

/** Reads it as the documented client writes it from server version 164 on; algorithms are none here. */
export function readPlacedOrder(fields: readonly string[], version: number): PlacedOrder {
  const reader = new FieldReader(fields);
  reader.skip(1);
  const orderId = reader.integer();
  const conId = reader.integer();
  const contractSymbol = reader.text();
  const secType = reader.text();
  reader.skip(4); // expiry, strike, right, multiplier
  const exchange = reader.text();
  reader.skip(1); // primary exchange
  const currency = reader.text();
  reader.skip(4); // local symbol, trading class, security id type and id
  const action = reader.text();
  const quantity = parseDecimal(reader.text());
  const orderType = reader.text();
  const limit = reader.amount();
  const aux = reader.amount();
  const tif = reader.text();
  reader.skip(1); // one-cancels-all group
  const account = reader.text();
  reader.skip(2); // open or close, origin
  const orderRef = reader.text();
  const transmit = reader.text();
  reader.skip(3); // parent, block, sweep
  const displaySize = reader.text();
  reader.skip(1); // trigger method
  const outsideRth = reader.text();
  reader.skip(1); // hidden
  const legs = secType === 'BAG' ? readLegs(reader) : [];
  reader.skip(3); // shares allocation, discretionary amount, good after
  const goodTillDate = reader.text();
  reader.skip(version < 177 ? 4 : 3); // advisor group, method, percentage, profile
  reader.skip(4); // model, short sale slot, location, exempt code
  reader.skip(13); // one-cancels-all type to delta
  reader.skip(9); // ranges, override, volatility to reference price
  const trailStop = reader.amount();
  const trailPercent = reader.amount();
  reader.skip(6); // scale, and when it is active
  if (reader.text() !== '') reader.skip(1); // hedge
  reader.skip(4); // smart routing, clearing, not held
  if (reader.text() !== '0') throw new Error('a delta-neutral contract is not known here');
  reader.skip(2); // algorithm and its id
  reader.skip(5); // what-if, options, solicited, random size and price
  if (reader.text() !== '0') throw new Error('conditions are not known here');
  reader.skip(2); // adjusted type, trigger
  const limitOffset = reader.amount();
  reader.skip(4); // adjusted prices and unit
  reader.skip(4); // operator, soft dollars, cash quantity
  reader.skip(4); // decision makers
  reader.skip(7); // hedge price to automatic cancel
  if (version >= 166) reader.skip(1);
  if (version >= 169) reader.skip(1);
  if (version >= 183) reader.skip(1);
  if (version >= 184) reader.skip(1);
  if (version >= 187 && version < 190) reader.skip(2);
  if (version >= 189) reader.skip(1);
  if (version >= 192) reader.skip(1);
  reader.end();
  return {
    legs,
    orderId,
    conId,
    contractSymbol,
    secType,
    exchange,
    currency,
    action,
    quantity,
    orderType,
    limit,
    aux,
    tif,
    account,
    orderRef,
    transmit,
    displaySize,
    outsideRth,
    goodTillDate,
    trailStop,
    trailPercent,
    limitOffset,
  };
}

/** Conid, ratio, action, exchange, open or close, short sale slot, location and exempt code of each; no prices of legs. */
function readLegs(reader: FieldReader): PlacedLeg[] {
  const legs = Array.from({ length: reader.integer() }, () => {
    const leg = { conId: reader.integer(), ratio: reader.integer(), action: reader.text() };
    if (reader.text() !== 'SMART') throw new Error('a leg goes elsewhere than SMART');
    reader.skip(4);
    return leg;
  });
  if (reader.text() !== '0') throw new Error('prices of legs are not known here');
  if (reader.text() !== '0') throw new Error('ways of routing are not known here');
  return legs;
}

const TYPES: Readonly<Record<string, OrderType>> = {
  MKT: 'market',
  MOC: 'market',
  LMT: 'limit',
  LOC: 'limit',
  STP: 'stop',
  'STP LMT': 'stop-limit',
  MIT: 'market-if-touched',
  LIT: 'limit-if-touched',
  TRAIL: 'trailing-stop',
  'TRAIL LIMIT': 'trailing-stop-limit',
  MTL: 'market-to-limit',
};
const TIMES: Readonly<Record<string, TimeInForce>> = {
  DAY: 'day',
  GTC: 'gtc',
  GTD: 'gtd',
  IOC: 'ioc',
  FOK: 'fok',
  OPG: 'at-open',
};

/** What the order asks for, in the words of the port. */
export function termsOf(placed: PlacedOrder): Omit<OrderTerms, 'symbol'> {
  const type = TYPES[placed.orderType];
  const isAtClose = placed.orderType === 'MOC' || placed.orderType === 'LOC';
  const timeInForce = isAtClose ? 'at-close' : TIMES[placed.tif];
  if (!type || !timeInForce) throw new Error(`${placed.orderType} ${placed.tif} is not known`);
  const isTrailing = type.startsWith('trailing');
  const stopPrice = isTrailing ? placed.trailStop : placed.aux;
  const [, year, month, day, clock] =
    /^(\d{4})(\d{2})(\d{2})-(\d{2}:\d{2}:\d{2})$/.exec(placed.goodTillDate) ?? [];
  return {
    side: placed.action === 'BUY' ? 'buy' : 'sell',
    type,
    timeInForce,
    quantity: placed.quantity,
    ...(placed.limit === undefined ? {} : { limitPrice: placed.limit }),
    ...(stopPrice === undefined ? {} : { stopPrice }),
    ...(isTrailing && placed.aux !== undefined ? { trailAmount: placed.aux } : {}),
    ...(placed.trailPercent === undefined ? {} : { trailPercent: placed.trailPercent }),
    ...(placed.limitOffset === undefined ? {} : { limitOffset: placed.limitOffset }),
    ...(year === undefined ? {} : { expireTime: Date.parse(`${year}-${month}-${day}T${clock}Z`) }),
    ...(placed.displaySize === '' ? {} : { displayQuantity: parseDecimal(placed.displaySize) }),
  };
}
