import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef } from 'react';
import { orderLine } from '#domain/orders/order-line';
import type { Decimal } from '#domain/values/decimal';
import { formatDecimalText } from '../../format/money.ts';
import { formatSigned, signOf } from '../../format/number.ts';
import { stepText } from '../../trading/amount-text.ts';
import { openOrderChange } from '../../trading/order-change-store.ts';
import { cancelOrder, STATUS_WORDS } from '../order-cells.tsx';
import { movedLabel, type TradeLine } from './trade-lines.ts';

/** A pointer that moved less than this has pressed, not dragged. */
const PRESS_PIXELS = 3;

interface TradeChipProps {
  readonly line: TradeLine;
  /** Where it stands, or would stand while it is moved. */
  readonly price: string;
  readonly profit: number | null;
  readonly currency: string;
  readonly tick: Decimal;
  /** `Target` or `Stop` while the line of a position is dragged. */
  readonly exitWord: string | null;
  readonly isMoving: boolean;
  readonly priceAt: (clientY: number) => string | null;
  /** Null takes it back to where it stands. */
  readonly onMove: (price: string | null) => void;
  readonly onDrop: (price: string) => void;
}

/** The handle of a line: dragged, or stepped by ↑ ↓ and sent by Enter; Esc takes it back, Del cancels the order. */
export function TradeChip(props: TradeChipProps): ReactNode {
  const { line, price, profit, currency, exitWord, isMoving } = props;
  const { order } = line;
  const { onPointerDown, onPointerMove, onPointerUp } = useDragging(props);
  const words =
    exitWord !== null
      ? `${exitWord} ${formatDecimalText(price)}`
      : isMoving
        ? movedLabel(line, price)
        : [`${line.label} @ ${formatDecimalText(line.price)}`, line.note].filter(Boolean).join(', ');
  const about = order ? `${orderLine(order)}: ${STATUS_WORDS[order.status].word}` : words;
  return (
    <div
      className={`trade-chip ${line.tone}${isMoving ? ' moving' : ''}${line.isMovable ? ' movable' : ''}`}
      data-price={price}
    >
      <button
        type="button"
        className="trade-chip-main"
        aria-label={`${words}${line.isMovable ? '; arrows move it, Enter sends' : ''}`}
        title={order ? `${about}. Drag to move, press to change` : 'Drag to place a target or a stop'}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onPointerCancel={() => props.onMove(null)}
        onKeyDown={(event) => onKey(event, props)}
        onBlur={() => isMoving && props.onMove(null)}
      >
        {words}
        {profit !== null && (
          <b
            className={`number ${signOf(profit)}`}
            title={`Won or lost at this price, ${currency}, fees left out`}
          >
            {formatSigned(profit)}
          </b>
        )}
      </button>
      {order && (
        <button
          type="button"
          className="trade-chip-cancel"
          aria-label={`Cancel: ${orderLine(order)}`}
          onClick={() => cancelOrder(order)}
        >
          ×
        </button>
      )}
    </div>
  );
}

function useDragging({ line, price, priceAt, isMoving, onMove, onDrop }: TradeChipProps) {
  const pressedY = useRef<number | null>(null);
  return {
    onPointerDown: (event: PointerEvent<HTMLButtonElement>): void => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      pressedY.current = event.clientY;
    },
    onPointerMove: (event: PointerEvent): void => {
      if (pressedY.current === null || !line.isMovable) return;
      if (!isMoving && Math.abs(event.clientY - pressedY.current) < PRESS_PIXELS) return;
      const to = priceAt(event.clientY);
      if (to !== null) onMove(to);
    },
    onPointerUp: (): void => {
      if (pressedY.current === null) return;
      pressedY.current = null;
      if (isMoving) onDrop(price);
      else if (line.order) openOrderChange(line.order.clientOrderId);
    },
  };
}

function onKey(event: KeyboardEvent, { line, price, tick, isMoving, onMove, onDrop }: TradeChipProps): void {
  const { order } = line;
  if ((event.key === 'ArrowUp' || event.key === 'ArrowDown') && line.isMovable) {
    const steps = (event.key === 'ArrowUp' ? 1 : -1) * (event.shiftKey ? 10 : 1);
    onMove(stepText(price, steps, tick, null));
  } else if (event.key === 'Enter') {
    if (isMoving) onDrop(price);
    else if (order) openOrderChange(order.clientOrderId);
  } else if (event.key === 'Escape' && isMoving) onMove(null);
  else if (event.key === 'Delete' && order) cancelOrder(order);
  else return;
  event.preventDefault();
  event.stopPropagation();
}
