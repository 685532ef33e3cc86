import type { KeyboardEvent } from 'react';
import { stepClickQuantity } from '../../trading/one-click.ts';
import { cancelAllOf, cancelOrders, flatten, moveOrder } from '../../trading/place-order.ts';
import { canMove } from '../../trading/price-order.ts';
import type { LadderRow } from './ladder-rows.ts';

/** What keys act on. */
export interface LadderKeyTarget {
  readonly symbol: string;
  /** Of the chosen row. */
  readonly index: number;
  /** The chosen row; undefined while it is out of sight. */
  readonly selected: LadderRow | undefined;
  readonly page: number;
  /** Exact price of a row. */
  moveTo(row: number): string;
  select(row: number): void;
  place(side: 'buy' | 'sell', row: number): void;
  centre(): void;
}

const FLATTEN_WITHIN_MS = 2_000;
let flattenAsked = { symbol: '', time: Number.NEGATIVE_INFINITY };

/** Does what a key of the ladder means; false for keys that mean nothing here. */
export function ladderKey(
  event: Pick<KeyboardEvent, 'key' | 'shiftKey' | 'altKey' | 'ctrlKey' | 'metaKey' | 'timeStamp'>,
  target: LadderKeyTarget,
): boolean {
  if (event.ctrlKey || event.metaKey) return false;
  const { index, selected, symbol } = target;
  const far = event.shiftKey ? 10 : 1;
  switch (event.key) {
    case 'ArrowUp':
    case 'ArrowDown': {
      const steps = event.key === 'ArrowUp' ? far : -far;
      if (event.altKey) moveHere(selected, target.moveTo(index + steps));
      target.select(index + steps);
      return true;
    }
    case 'PageUp':
    case 'PageDown':
      target.select(index + (event.key === 'PageUp' ? target.page : -target.page));
      return true;
    case 'Home':
    case 'c':
      target.centre();
      return true;
    case 'b':
    case 's':
      if (event.altKey) return false;
      // A price out of sight is brought into it first: nothing is sent to one that nobody sees.
      if (selected === undefined) {
        target.select(index);
        return true;
      }
      target.place(event.key === 'b' ? 'buy' : 'sell', index);
      return true;
    case '+':
    case '-':
      stepClickQuantity(event.key === '+' ? 1 : -1);
      return true;
    case 'Delete':
      if (event.shiftKey) cancelAllOf(symbol);
      else cancelOrders([...(selected?.buys ?? []), ...(selected?.sells ?? [])]);
      return true;
    case 'f':
      pressFlatten(symbol, event.timeStamp);
      return true;
    default:
      return false;
  }
}

function moveHere(selected: LadderRow | undefined, price: string): void {
  for (const order of [...(selected?.buys ?? []), ...(selected?.sells ?? [])])
    if (canMove(order)) moveOrder(order, price);
}

/** Twice within two seconds closes; once does nothing. */
function pressFlatten(symbol: string, time: number): void {
  const isSecond = flattenAsked.symbol === symbol && time - flattenAsked.time < FLATTEN_WITHIN_MS;
  flattenAsked = isSecond ? { symbol: '', time: Number.NEGATIVE_INFINITY } : { symbol, time };
  if (isSecond) flatten(symbol);
}
