import './order-change-sheet.css';
import { type ReactNode, useEffect, useLayoutEffect, useRef } from 'react';
import { orderLine } from '#domain/orders/order-line';
import { cancelOrder, isChangeable, isOpenOrder, StatusBadge } from '../panels/order-cells.tsx';
import { OrderChangeLine } from '../panels/orders/order-change-line.tsx';
import { useOrders } from '../stores/engine-streams.ts';
import { closeOrderChange, useOrderChange } from './order-change-store.ts';

const WIDTH = 540;
const HEIGHT = 96;

/** Where the pointer last was pressed or let go: the sheet opens beside it. Null once a key was pressed after it. */
let pointer: { readonly x: number; readonly y: number } | null = null;
for (const kind of ['pointerdown', 'pointerup'] as const)
  window.addEventListener(
    kind,
    ({ clientX, clientY }) => {
      pointer = { x: clientX, y: clientY };
    },
    { capture: true, passive: true },
  );
window.addEventListener(
  'keydown',
  () => {
    pointer = null;
  },
  { capture: true, passive: true },
);

/** Beside what was pressed: by the pointer where that was, by a key what had the keyboard, else in the middle. */
function pressedPlace(before: Element | null): { readonly x: number; readonly y: number } {
  if (pointer !== null) return pointer;
  const box = before === null || before === document.body ? null : before.getBoundingClientRect();
  return box !== null && box.width > 0 && box.width < WIDTH
    ? { x: box.left + box.width / 2, y: box.bottom - 14 }
    : { x: window.innerWidth / 2, y: window.innerHeight / 4 };
}

/** An order's new terms beside its present ones, over whatever it was changed from: Enter asks for them, Esc leaves. */
export function OrderChangeSheet(): ReactNode {
  const open = useOrderChange();
  return open && <Sheet key={`${open.clientOrderId} ${JSON.stringify(open.proposed)}`} />;
}

function Sheet(): ReactNode {
  const open = useOrderChange();
  const { byId } = useOrders();
  const box = useRef<HTMLElement>(null);
  const before = useRef(document.activeElement);
  useLayoutEffect(() => {
    if (box.current === null) return;
    const place = pressedPlace(before.current);
    box.current.style.left = `${clamped(place.x - WIDTH / 2, window.innerWidth - WIDTH)}px`;
    box.current.style.top = `${clamped(place.y + 14, window.innerHeight - HEIGHT - 30)}px`;
  }, []);
  // Where the keyboard was, it is again.
  useEffect(() => {
    const origin = before.current;
    return () => {
      if (origin instanceof HTMLElement && origin.isConnected) origin.focus();
    };
  }, []);
  const order = open ? byId.get(open.clientOrderId) : undefined;
  if (open === null) return null;
  return (
    <section
      ref={box}
      className="sheet order-change-sheet"
      aria-label="Change an order"
      style={{ width: WIDTH }}
    >
      <header>
        {order ? (
          <>
            <span>
              <span className="muted">Now </span>
              <span className="strong">{orderLine(order)}</span>
            </span>
            <StatusBadge order={order} />
          </>
        ) : (
          <span className="muted">This order is not in the chosen account any more.</span>
        )}
        {order && isOpenOrder(order) && (
          <button
            type="button"
            className="link-button danger"
            onClick={() => {
              cancelOrder(order);
              closeOrderChange();
            }}
          >
            Cancel the order
          </button>
        )}
        <button type="button" className="link-button" aria-label="Close" onClick={closeOrderChange}>
          ×
        </button>
      </header>
      {order && isChangeable(order) ? (
        <OrderChangeLine order={order} proposed={open.proposed} onClose={closeOrderChange} />
      ) : (
        order && <p className="muted">It cannot be changed now.</p>
      )}
    </section>
  );
}

function clamped(wanted: number, most: number): number {
  return Math.max(8, Math.min(wanted, most - 8));
}
