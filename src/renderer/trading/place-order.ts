import type { OrderView } from '#contract/services/trading';
import { sideWord } from '#domain/orders/order-line';
import { act } from '../app/session-control.ts';
import { goToTicket } from '../app/ticket-control.ts';
import { formatDecimalText } from '../format/money.ts';
import { cancelOrder, isOpenOrder } from '../panels/order-cells.tsx';
import { showToast } from '../stores/toasts.ts';
import { ofChosenAccount } from '../stores/trading-account.ts';
import { clickQuantityFault, oneClickStore } from './one-click.ts';
import { openOrderChange } from './order-change-store.ts';
import { waitingText } from './order-words.ts';
import { changeToPrice, typeAtPrice, workingPrice } from './price-order.ts';
import { sendAtOnce } from './send-at-once.ts';
import { marketPrices } from './use-market-prices.ts';

/** A place on a price axis that was chosen by a press or a key. */
export interface PricePlace {
  readonly symbol: string;
  readonly side: 'buy' | 'sell';
  /** Exact decimal text. */
  readonly price: string;
}

/** What an order placed there would be, in words: `Buy limit 12.50`. */
export function placeText({ symbol, side, price }: PricePlace): string {
  const type = typeAtPrice(side, Number(price), marketPrices(symbol));
  return `${sideWord(side)} ${type} ${formatDecimalText(price)}`;
}

/** Places an order of the chosen size: at once while armed, else written in the ticket for Enter to send. */
export function placeAtPrice({ symbol, side, price }: PricePlace): void {
  const { isArmed, quantity } = oneClickStore.getState();
  const type = typeAtPrice(side, Number(price), marketPrices(symbol));
  const prices = type === 'limit' ? { limitPrice: price } : { stopPrice: price };
  if (!isArmed || clickQuantityFault(quantity) !== undefined)
    goToTicket(side, { type, ...prices, sizing: 'units', quantity });
  else void sendAtOnce({ symbol, side, type, ...prices, quantity: plain(quantity), timeInForce: 'day' });
}

/** The same at market. */
export function placeAtMarket(symbol: string, side: 'buy' | 'sell'): void {
  const { isArmed, quantity } = oneClickStore.getState();
  if (!isArmed || clickQuantityFault(quantity) !== undefined)
    goToTicket(side, { type: 'market', sizing: 'units', quantity });
  else void sendAtOnce({ symbol, side, type: 'market', quantity: plain(quantity), timeInForce: 'day' });
}

/** Moves an order to another price: at once while armed, else shown as a change for Enter to ask for. */
export function moveOrder(order: OrderView, price: string): void {
  if (workingPrice(order)?.price === price) return;
  const change = changeToPrice(order, price);
  const { clientOrderId, symbol } = order;
  if (!oneClickStore.getState().isArmed) {
    openOrderChange(clientOrderId, change);
    return;
  }
  void act(`Change the order in ${symbol}`, (engine) => engine.trading.replace({ clientOrderId, ...change }));
}

/** Asks for the end of every order given that may still trade. */
export function cancelOrders(orders: readonly OrderView[]): void {
  for (const order of orders) if (isOpenOrder(order)) cancelOrder(order);
}

export function cancelAllOf(symbol: string): void {
  void act(`Cancel the orders in ${symbol}`, (engine) =>
    engine.trading.cancelAll({ ...ofChosenAccount(), symbol }),
  );
}

/** Cancels what works in a symbol and closes what is held, at the opening where the exchange is closed. */
export function flatten(symbol: string): void {
  const nonce = crypto.randomUUID();
  const title = `Flatten ${symbol}`;
  void act(title, async (engine) => {
    const order = await engine.trading.flatten({ ...ofChosenAccount(), symbol, nonce });
    const waiting = waitingText(order);
    if (waiting) showToast({ severity: 'warning', title, text: `The closing order ${waiting}.` });
  });
}

function plain(quantity: string): string {
  return quantity.replace(/[\s,_]/g, '');
}
