import { type Decimal, formatDecimal } from '#domain/values/decimal';
import type { WireContract } from './gateway-wire.ts';
import type { PlacedOrder } from './placed-order.ts';

/** What TWS tells of an order besides what was asked. */
export interface ToldOrder {
  readonly placed: PlacedOrder;
  readonly contract: WireContract;
  readonly clientId: number;
  readonly permId: number;
  readonly status: string;
  readonly filled: Decimal;
  readonly completedTime: string;
  readonly completedStatus: string;
}

const text = (amount: Decimal | undefined, empty = ''): string =>
  amount === undefined ? empty : formatDecimal(amount);

function contractFields({
  conId,
  symbol,
  secType,
  exchange,
  currency,
  localSymbol,
  tradingClass,
}: WireContract) {
  return [conId, symbol, secType, '', '0', '?', '', exchange, currency, localSymbol, tradingClass];
}

/** OPEN_ORDER. */
export function openOrderFields({ placed, contract, clientId, permId, status }: ToldOrder, version: number) {
  return [
    ...[5, placed.orderId, ...contractFields(contract)],
    ...[
      placed.action,
      text(placed.quantity),
      placed.orderType,
      text(placed.limit, '0.0'),
      text(placed.aux, '0.0'),
    ],
    ...[
      placed.tif,
      '',
      placed.account,
      '',
      0,
      placed.orderRef,
      clientId,
      permId,
      placed.outsideRth,
      0,
      '0',
      '',
    ],
    ...['', '', '', '', ...(version < 177 ? [''] : []), '', placed.goodTillDate, '', '', '', 0, '', -1],
    ...[0, '', '', '', '', '', placed.displaySize, 0, 0, 0, '', 3, 0, 0, '', 0, 0],
    ...['', 0, 'None', '', 0, '', '', '', '?', 0, 0, '', 0, 0], // volatility, and its delta-neutral order named "None"
    ...[text(placed.trailStop), text(placed.trailPercent), '', '', '', ...legFields(placed), '', '', ''],
    ...[
      '',
      0,
      '',
      'IB',
      0,
      0,
      '',
      0,
      0,
      status,
      ...Array.from({ length: 9 }, () => '1.7976931348623157E308'),
    ],
    ...[
      '',
      '',
      '',
      '',
      '',
      0,
      0,
      0,
      'None',
      '1.7976931348623157E308',
      text(placed.trailStop),
      text(placed.limitOffset),
    ],
    ...[
      '1.7976931348623157E308',
      '1.7976931348623157E308',
      '1.7976931348623157E308',
      0,
      '',
      '',
      '',
      '',
      0,
      0,
      0,
      0,
    ],
    ...['', '', 0],
    ...(version >= 170 ? ['', '', '', '', ''] : []),
    ...(version >= 183 ? [''] : []),
    ...(version >= 184 ? [0] : []),
    ...(version >= 185 ? [''] : []),
    ...(version >= 189 ? [0] : []),
    ...(version >= 193 ? ['', ''] : []),
  ];
}

/** COMPLETED_ORDER. Of one that has filled TWS tells a quantity of zero. */
export function completedOrderFields(
  { placed, contract, permId, status, filled, completedTime, completedStatus }: ToldOrder,
  version: number,
) {
  const left = status === 'Filled' ? '0' : text(placed.quantity);
  return [
    ...[101, ...contractFields(contract), placed.action, left, placed.orderType],
    ...[
      text(placed.limit, '0.0'),
      text(placed.aux, '0.0'),
      placed.tif,
      '',
      placed.account,
      '',
      0,
      placed.orderRef,
    ],
    ...[
      permId,
      placed.outsideRth,
      0,
      '0',
      '',
      '',
      '',
      '',
      ...(version < 177 ? [''] : []),
      '',
      placed.goodTillDate,
    ],
    ...['', '', '', 0, '', -1, '', '', '', '', '', placed.displaySize, 0, 0, '', 3, 0],
    ...['', 0, 'None', '', 0, 0, 0, '', 0, 0], // as above, without the fields of open ones
    ...[
      text(placed.trailStop),
      text(placed.trailPercent),
      '',
      ...legFields(placed),
      '',
      '',
      '',
      '',
      '',
      'IB',
      0,
      0,
      '',
      0,
    ],
    ...[
      status,
      0,
      0,
      0,
      text(placed.trailStop),
      text(placed.limitOffset),
      '',
      0,
      0,
      '',
      text(filled),
      0,
      0,
      '',
    ],
    ...[0, 0, 0, completedTime, completedStatus],
    ...(version >= 170 ? ['', '', '', '', ''] : []),
    ...(version >= 183 ? [''] : []),
    ...(version >= 184 ? [0] : []),
  ];
}

/** The legs as TWS tells them: how many, each, no prices of them, no ways of routing. */
function legFields({ legs }: PlacedOrder): (string | number)[] {
  return [
    legs.length,
    ...legs.flatMap(({ conId, ratio, action }) => [conId, ratio, action, 'SMART', 0, 0, '', -1]),
    0,
    0,
  ];
}
