import { memo, type ReactNode } from 'react';
import type { OrderView } from '#contract/services/trading';
import { orderLine } from '#domain/orders/order-line';
import { formatQuantity } from '../../format/money.ts';
import { formatCompact, formatNumber } from '../../format/number.ts';
import { TYPE_NAMES } from '../../trading/order-words.ts';
import { placeText } from '../../trading/place-order.ts';
import { canMove } from '../../trading/price-order.ts';
import { cancelOrder, STATUS_WORDS } from '../order-cells.tsx';
import type { LadderRow } from './ladder-rows.ts';

interface LadderLineProps {
  readonly id: string;
  readonly row: LadderRow;
  readonly symbol: string;
  readonly precision: number;
  /** Length of the bars behind the sizes, in percent. */
  readonly bidShare: number;
  readonly askShare: number;
  readonly isSelected: boolean;
  /** The order that would be dropped here. */
  readonly dropped: OrderView | null;
  readonly onPlace: (side: 'buy' | 'sell', index: number) => void;
  readonly onDrag: (order: OrderView, pointerId: number) => void;
}

/** One price; drawn again only when something on it changed, so that a fast market costs the rows it touches. */
export const LadderLine = memo(Line, (before, after) => {
  const { row: a, ...restBefore } = before;
  const { row: b, ...restAfter } = after;
  return isSame(restBefore, restAfter) && isSame({ ...a, buys: 0, sells: 0 }, { ...b, buys: 0, sells: 0 })
    ? isSameList(a.buys, b.buys) && isSameList(a.sells, b.sells)
    : false;
});

function isSame(a: object, b: object): boolean {
  const entries = Object.entries(a);
  const other = new Map(Object.entries(b));
  return entries.every(([key, value]) => Object.is(value, other.get(key)));
}

function isSameList(a: readonly OrderView[], b: readonly OrderView[]): boolean {
  return a.length === b.length && a.every((order, i) => order === b[i]);
}

function Line({
  id,
  row,
  symbol,
  precision,
  bidShare,
  askShare,
  isSelected,
  dropped,
  onPlace,
  onDrag,
}: LadderLineProps): ReactNode {
  const { index, price, bidSize, askSize, isBestBid, isBestAsk, isLast, buys, sells } = row;
  const marks = [
    'ladder-row',
    isBestBid && 'best-bid',
    isBestAsk && 'best-ask',
    isLast && 'last',
    isSelected && 'selected',
    dropped && 'drop',
  ];
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the ladder has the focus and names the row it means
    <div id={id} role="option" aria-selected={isSelected} className={marks.filter(Boolean).join(' ')}>
      <Orders orders={buys} side="buy" onDrag={onDrag} />
      <PlaceCell
        side="buy"
        size={bidSize}
        share={bidShare}
        place={() => onPlace('buy', index)}
        title={() => placeText({ symbol, side: 'buy', price })}
      />
      <span className="ladder-price">
        {formatNumber(Number(price), precision)}
        {dropped && <span className="ladder-drop">{orderDropText(dropped)}</span>}
      </span>
      <PlaceCell
        side="sell"
        size={askSize}
        share={askShare}
        place={() => onPlace('sell', index)}
        title={() => placeText({ symbol, side: 'sell', price })}
      />
      <Orders orders={sells} side="sell" onDrag={onDrag} />
    </div>
  );
}

function orderDropText({ side, type, quantity }: OrderView): string {
  return `${side} ${TYPE_NAMES[type].toLowerCase()} ${formatQuantity(quantity)} → here`;
}

/** The size resting at a price; a press places an order there. The tooltip says which, and is made when it is asked for. */
function PlaceCell({
  side,
  size,
  share,
  place,
  title,
}: {
  readonly side: 'buy' | 'sell';
  readonly size: number;
  readonly share: number;
  readonly place: () => void;
  readonly title: () => string;
}): ReactNode {
  return (
    <span className={`ladder-size ${side}`}>
      <span className="ladder-bar" style={{ width: `${share}%` }} aria-hidden="true" />
      <button
        type="button"
        tabIndex={-1}
        aria-label={`${side} here`}
        onPointerEnter={({ currentTarget }) => {
          currentTarget.title = title();
        }}
        onClick={place}
      >
        {size === 0 ? '' : formatCompact(size)}
      </button>
    </span>
  );
}

function Orders({
  orders,
  side,
  onDrag,
}: {
  readonly orders: readonly OrderView[];
  readonly side: 'buy' | 'sell';
  readonly onDrag: (order: OrderView, pointerId: number) => void;
}): ReactNode {
  return (
    <span className={`ladder-orders ${side}`}>
      {orders.map((order) => (
        <span
          key={order.clientOrderId}
          className={`ladder-order ${side} ${order.status}${canMove(order) ? ' movable' : ''}`}
          title={`${orderLine(order)}: ${STATUS_WORDS[order.status].word}${canMove(order) ? '. Drag to move it' : ''}`}
          onPointerDown={(event) => {
            if (event.button !== 0 || (event.target as Element).closest('button')) return;
            onDrag(order, event.pointerId);
          }}
        >
          {formatCompact(Number(order.quantity) - Number(order.filledQuantity))}
          <button
            type="button"
            tabIndex={-1}
            aria-label={`Cancel: ${orderLine(order)}`}
            onClick={() => cancelOrder(order)}
          >
            ×
          </button>
        </span>
      ))}
    </span>
  );
}
