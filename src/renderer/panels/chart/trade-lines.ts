import type { OrderView, PositionView } from '#contract/services/trading';
import { formatDecimalText, formatQuantity } from '../../format/money.ts';
import { TYPE_NAMES } from '../../trading/order-words.ts';
import { canMove, profitAt, workingPrice } from '../../trading/price-order.ts';
import { isOpenOrder } from '../order-cells.tsx';

/** One line over the chart at a price that is traded at: an order, or the average of what is held. */
export interface TradeLine {
  readonly id: string;
  /** Exact decimal text. */
  readonly price: string;
  readonly tone: 'up' | 'down' | 'accent' | 'warning';
  /** `Sell stop 45`, `Long 60`; of the exit of an entry that works still: `Stop 45`. */
  readonly label: string;
  /** What it waits for besides its price; empty for nothing. */
  readonly note: string;
  /** Absent for the line of the position. */
  readonly order?: OrderView;
  readonly isMovable: boolean;
}

/** What is held of one symbol, as numbers. */
export interface Holding {
  /** Below zero when short. */
  readonly quantity: number;
  readonly averagePrice: number;
}

/** What is held of a symbol; null when nothing is. */
export function holdingOf(position: PositionView | undefined): Holding | null {
  const quantity = Number(position?.quantity ?? 0);
  return position === undefined || quantity === 0
    ? null
    : { quantity, averagePrice: Number(position.averagePrice) };
}

/** The lines of a symbol: what is held first, then open orders that wait at a price, exits of a bracket among them. */
export function tradeLines(
  symbol: string,
  orders: readonly OrderView[],
  position: PositionView | undefined,
  pricePrecision: number,
): TradeLine[] {
  const lines: TradeLine[] = [];
  if (position !== undefined && holdingOf(position) !== null) {
    const isLong = !position.quantity.startsWith('-');
    lines.push({
      id: 'position',
      // An average has more digits than a price; its line stands at the nearest one.
      price: Number(position.averagePrice).toFixed(pricePrecision),
      tone: 'accent',
      label: `${isLong ? 'Long' : 'Short'} ${formatQuantity(position.quantity.replace('-', ''))}`,
      note: '',
      isMovable: true,
    });
  }
  for (const order of orders) {
    const working = workingPrice(order);
    if (order.symbol !== symbol || working === undefined || !isOpenOrder(order)) continue;
    const isExit = order.parentOrderId !== undefined;
    const side = order.side === 'buy' ? 'Buy' : 'Sell';
    const kind = isExit
      ? order.type === 'limit'
        ? 'Target'
        : 'Stop'
      : `${side} ${TYPE_NAMES[order.type].toLowerCase()}`;
    lines.push({
      id: order.clientOrderId,
      // What trails moves between the steps of the price.
      price: order.type.startsWith('trailing')
        ? Number(working.price).toFixed(pricePrecision)
        : working.price,
      tone: order.status === 'unknown' ? 'warning' : order.side === 'buy' ? 'up' : 'down',
      label: `${kind} ${formatQuantity(order.quantity)}`,
      note: isExit && order.status === 'held' ? 'once filled' : '',
      order,
      isMovable: canMove(order),
    });
  }
  return lines;
}

/** What a line would win or lose if it traded at a price; null when that closes nothing. */
export function lineProfit(
  { order }: Pick<TradeLine, 'order'>,
  price: number,
  orders: readonly OrderView[],
  held: Holding | null,
): number | null {
  if (order === undefined) return held === null ? null : (price - held.averagePrice) * held.quantity;
  const parent = orders.find(({ clientOrderId }) => clientOrderId === order.parentOrderId);
  const entry = parent && isOpenOrder(parent) ? workingPrice(parent) : undefined;
  const quantity = Number(order.quantity) - Number(order.filledQuantity);
  // An exit that still waits for its entry closes what that will have opened.
  if (parent && entry !== undefined) {
    const sign = parent.side === 'buy' ? 1 : -1;
    return profitAt(
      price,
      { side: order.side, quantity },
      { quantity: sign * Number(parent.quantity), averagePrice: Number(entry.price) },
    );
  }
  return profitAt(price, { side: order.side, quantity }, held);
}

/** The exit that dragging the line of a position to a price means: a target on the winning side, a stop on the other. */
export function exitAt(
  price: number,
  held: Holding,
): { side: 'buy' | 'sell'; type: 'limit' | 'stop'; word: string } {
  const isWinning = held.quantity > 0 ? price > held.averagePrice : price < held.averagePrice;
  return {
    side: held.quantity > 0 ? 'sell' : 'buy',
    type: isWinning ? 'limit' : 'stop',
    word: isWinning ? 'Target' : 'Stop',
  };
}

/** Words of a line moved to a price that is not sent yet. */
export function movedLabel({ label, price }: Pick<TradeLine, 'label' | 'price'>, to: string): string {
  return `${label} ${formatDecimalText(price)} → ${formatDecimalText(to)}`;
}
