import {
  absoluteDecimal,
  DECIMAL_ZERO,
  type Decimal,
  divideDecimal,
  formatDecimal,
} from '#domain/values/decimal';
import type { GatewayExecution, GatewayOrder } from './gateway-book.ts';
import { wireFrame } from './gateway-wire.ts';
import { completedOrderFields, openOrderFields, type ToldOrder } from './told-order.ts';

const NEW_YORK_BEHIND_MS = 5 * 3_600_000;
const FEE = '0.35125';

/** What the status of an order says in the place of what is true. */
export interface ToldStatus {
  readonly status?: string;
  readonly filled?: Decimal;
  readonly orderId?: number;
  readonly permId?: number;
}

/** What a Gateway says of orders, in messages of this version. */
export class GatewayFrames {
  readonly version: number;

  constructor(version: number) {
    this.version = version;
  }

  /** A numbered message; of nothing when `id` is -1. */
  notice(id: number, code: number, text: string): Buffer {
    return wireFrame([4, 2, id, code, text, ...(this.version >= 166 ? [''] : [])]);
  }

  openOrder(order: GatewayOrder, status: string = order.status): Buffer {
    return wireFrame(openOrderFields({ ...toldOrder(order), status }, this.version));
  }

  completedOrder(order: GatewayOrder): Buffer {
    return wireFrame(completedOrderFields(toldOrder(order), this.version));
  }

  status(order: GatewayOrder, told: ToldStatus = {}): Buffer {
    const filled = told.filled ?? order.filled;
    const average =
      order.filled === DECIMAL_ZERO ? '0' : formatDecimal(divideDecimal(order.cost, order.filled));
    return wireFrame([
      ...[3, told.orderId ?? order.placed.orderId, told.status ?? order.status, formatDecimal(filled)],
      ...[
        formatDecimal(absoluteDecimal(order.placed.quantity - filled)),
        average,
        told.permId ?? order.permId,
        0,
      ],
      ...['0', order.clientId, '', '0'],
    ]);
  }

  /** Of no request when `requestId` is -1. */
  execution(
    { order, id, time, quantity, price, filled, cost, leg }: GatewayExecution,
    requestId: number,
  ): Buffer {
    const { placed, permId, clientId } = order;
    const { contract: of, action } = leg ?? { contract: order.contract, action: placed.action };
    return wireFrame([
      ...[
        11,
        requestId,
        placed.orderId,
        of.conId,
        of.symbol,
        of.secType,
        '',
        '0.0',
        '',
        '',
        of.exchange,
        of.currency,
      ],
      ...[of.localSymbol, of.tradingClass, id, `${newYorkClock(time)} US/Eastern`, placed.account, 'ARCA'],
      ...[
        action === 'BUY' ? 'BOT' : 'SLD',
        formatDecimal(quantity),
        formatDecimal(price),
        permId,
        clientId,
        0,
      ],
      ...[formatDecimal(filled), formatDecimal(divideDecimal(cost, filled)), placed.orderRef, '', '', '', 2],
      ...(this.version >= 178 ? [0] : []),
    ]);
  }

  fee({ id }: GatewayExecution): Buffer {
    return wireFrame([59, 1, id, FEE, 'USD', '1.7976931348623157E308', '1.7976931348623157E308', '']);
  }
}

/** As a clock in New York shows it in winter. */
export function newYorkClock(time: number): string {
  const [date = '', clock = ''] = new Date(time - NEW_YORK_BEHIND_MS).toISOString().split('T');
  return `${date.replaceAll('-', '')} ${clock.slice(0, 8)}`;
}

function toldOrder(order: GatewayOrder): ToldOrder {
  const { placed, contract, clientId, permId, status, filled, endedBecause, endedTime } = order;
  const completedTime = endedTime === 0 ? '' : `${newYorkClock(endedTime)} US/Eastern`;
  return {
    placed,
    contract,
    clientId,
    permId,
    status,
    filled,
    completedTime,
    completedStatus: endedBecause,
  };
}
