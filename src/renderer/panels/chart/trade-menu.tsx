import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { decimalFromNumber, formatDecimal } from '#domain/values/decimal';
import { openPanel } from '../../app/workspace-control.ts';
import type { PriceChart } from '../../charts/price-chart.ts';
import { formatDecimalText } from '../../format/money.ts';
import { usePricePrecision } from '../../stores/reference.ts';
import { AmountField } from '../../trading/amount-field.tsx';
import { readAmount, tickOf, toStep } from '../../trading/amount-text.ts';
import { useOneClick } from '../../trading/one-click.ts';
import { placeAtPrice, placeText } from '../../trading/place-order.ts';
import { marketPrices } from '../../trading/use-market-prices.ts';
import { draftAlertAt } from '../alerts/alert-store.ts';

interface OpenMenu {
  readonly x: number;
  readonly y: number;
  readonly price: string;
  /** Opened by a key, where no place was pointed at: the price is there to be set first. */
  readonly isByKey: boolean;
}

/** What can be done at a price of the chart: a right press, or the menu key, opens it. */
export function TradeMenu({
  chart,
  symbol,
  area,
}: {
  readonly chart: PriceChart | null;
  readonly symbol: string | null;
  /** The element that is pressed. */
  readonly area: HTMLElement | null;
}): ReactNode {
  const [open, setOpen] = useState<OpenMenu | null>(null);
  const tick = tickOf(usePricePrecision(symbol));

  useEffect(() => {
    if (area === null || chart === null || symbol === null) return undefined;
    const onMenu = (event: MouseEvent): void => {
      const isByKey = !(event instanceof PointerEvent) || event.pointerType === '';
      const pointed = isByKey ? null : chart.priceAt(event.clientY);
      const price = pointed ?? marketPrices(symbol).last;
      if (price === null || price <= 0) return;
      event.preventDefault();
      const box = area.getBoundingClientRect();
      const at = isByKey
        ? { x: box.left + box.width / 2, y: box.top + (chart.placeOf(price) ?? box.height / 2) }
        : { x: event.clientX, y: event.clientY };
      setOpen({ ...at, isByKey, price: formatDecimal(toStep(decimalFromNumber(price), tick)) });
    };
    area.addEventListener('contextmenu', onMenu);
    return () => area.removeEventListener('contextmenu', onMenu);
  }, [area, chart, symbol, tick]);

  if (open === null || symbol === null) return null;
  return <Menu key={`${open.x} ${open.y}`} open={open} symbol={symbol} onClose={() => setOpen(null)} />;
}

function Menu({
  open,
  symbol,
  onClose,
}: {
  readonly open: OpenMenu;
  readonly symbol: string;
  readonly onClose: () => void;
}): ReactNode {
  const [typed, setTyped] = useState(open.price);
  const tick = tickOf(usePricePrecision(symbol));
  const { isArmed, quantity } = useOneClick();
  const box = useRef<HTMLDivElement>(null);
  const before = useRef(document.activeElement);
  const { amount, error } = readAmount(typed, 'price');
  const price = amount === null ? null : formatDecimal(amount);

  useLayoutEffect(() => {
    const menu = box.current;
    if (menu === null) return;
    menu.style.left = `${Math.min(open.x + 2, window.innerWidth - menu.offsetWidth - 8)}px`;
    menu.style.top = `${Math.min(open.y + 2, window.innerHeight - menu.offsetHeight - 8)}px`;
    menu.querySelector<HTMLElement>(open.isByKey ? 'input' : 'button')?.focus();
  }, [open]);
  useEffect(() => {
    const away = (event: PointerEvent): void => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) onClose();
    };
    window.addEventListener('pointerdown', away, { capture: true });
    return () => window.removeEventListener('pointerdown', away, { capture: true });
  }, [onClose]);

  function run(action: () => void): void {
    onClose();
    if (before.current instanceof HTMLElement) before.current.focus();
    action();
  }

  function onKeyDown(event: KeyboardEvent<HTMLDivElement>): void {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const isInField = event.target instanceof HTMLInputElement;
    if (event.key === 'Escape') run(() => undefined);
    else if (isInField && event.key === 'Enter') box.current?.querySelector<HTMLElement>('button')?.focus();
    else if (step !== 0 && !isInField) focusBeside(box.current, step);
    else {
      if (!event.ctrlKey && !event.metaKey && event.key.length === 1) event.stopPropagation();
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div
      ref={box}
      role="menu"
      className="trade-menu"
      aria-label={`At a price of ${symbol}`}
      onKeyDown={onKeyDown}
    >
      <AmountField label="At" value={typed} step={tick} error={error} onType={setTyped} />
      {price !== null && (
        <>
          {(['buy', 'sell'] as const).map((side) => (
            <button
              key={side}
              type="button"
              role="menuitem"
              className={side === 'buy' ? 'up' : 'down'}
              onClick={() => run(() => placeAtPrice({ symbol, side, price }))}
            >
              {placeText({ symbol, side, price })}
            </button>
          ))}
          <button
            type="button"
            role="menuitem"
            onClick={() =>
              run(() => {
                openPanel('alerts', 'Alerts');
                draftAlertAt(symbol, Number(price));
              })
            }
          >
            Alert at {formatDecimalText(price)}
          </button>
        </>
      )}
      <p className={isArmed ? 'note warning' : 'note'}>
        {isArmed ? `● ARMED: sends ${quantity} at once` : `Quantity ${quantity}, written in the ticket`}
      </p>
    </div>
  );
}

function focusBeside(menu: HTMLElement | null, step: number): void {
  const items = [...(menu?.querySelectorAll<HTMLElement>('[role="menuitem"]') ?? [])];
  const now = items.findIndex((item) => item.matches(':focus'));
  items[(now + step + items.length) % items.length]?.focus();
}
