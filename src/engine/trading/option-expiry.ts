import { instrumentLabel, parseOptionSymbol } from '#domain/instruments/option-contract';
import { expirationTime } from '#domain/options/expiration';
import { tradedLegs } from '#domain/orders/combo';
import type { OrderLeg } from '#domain/orders/order';
import { settleOption } from '#domain/portfolio/settle-option';
import { decimalFromNumber, formatDecimal } from '#domain/values/decimal';
import { toldFloat } from '#domain/values/told-number';
import type { OrderDesk } from '../agent/roles.ts';
import type { Journal } from '../journal/journal.ts';
import type { PortfolioBook } from './portfolio-book.ts';

export interface OptionExpiryPorts {
  readonly journal: Journal;
  readonly account: string;
  readonly book: PortfolioBook;
  readonly desk: Pick<OrderDesk, 'cancel'>;
  /** An option that cannot be settled, or not as it should be, a sentence. */
  readonly tell: (sentence: string) => void;
  /** The close of an underlying on the last day of options of an expiration, where one is stored. */
  readonly closeOf: (underlying: string, expiration: string) => number | undefined;
}

/** So long after the close the newest price is no longer that of the close. */
const LATE_MS = 1_800_000;

/**
 * Settles what has had its last day by `eventTime`, and ends the orders that still work in it: by the newest price of what
 * it is on, or, when `now` is well after its close, by the close that is stored. What has no price stays, and is told of,
 * until there is one. Adds to the journal; the caller commits.
 */
export function settleExpired(ports: OptionExpiryPorts, eventTime: number, now: number): void {
  const { journal, account, book, desk, tell, closeOf } = ports;
  for (const order of journal.projection.openOrders(account))
    if (tradedLegs(order).some((leg) => hasExpired(leg, eventTime)))
      desk.cancel(order.clientOrderId, 'its option has had its last day', eventTime);
  for (const { symbol, quantity } of book.held()) {
    const option = parseOptionSymbol(symbol);
    if (option === undefined || !hasExpired({ symbol }, eventTime)) continue;
    const isLate = now - expirationTime(option.expiration) > LATE_MS;
    const close = isLate ? closeOf(option.underlying, option.expiration) : undefined;
    const price = close ?? book.lastPrice(option.underlying);
    if (price === null || !(price > 0)) {
      tell(
        `${instrumentLabel(symbol)} has expired and is not settled: no price of ${option.underlying} is known; it is settled at the end of the first day that has one`,
      );
      continue;
    }
    if (isLate && close === undefined)
      tell(
        `${instrumentLabel(symbol)} expired while nobody was there to settle it, and no close of ${option.underlying} of that day is stored: it is settled at the newest price, ${toldFloat(price)}`,
      );
    const underlyingPrice = decimalFromNumber(price);
    const { outcome, price: paid, shares } = settleOption(option, quantity, underlyingPrice);
    journal.add({
      kind: 'OptionSettled',
      payload: {
        account,
        symbol,
        quantity: formatDecimal(quantity),
        outcome,
        underlyingPrice: formatDecimal(underlyingPrice),
        price: formatDecimal(paid),
        ...(shares && {
          shares: {
            ...shares,
            quantity: formatDecimal(shares.quantity),
            price: formatDecimal(shares.price),
          },
        }),
      },
      eventTime,
      source: 'execution_manager',
    });
  }
}

function hasExpired({ symbol }: Pick<OrderLeg, 'symbol'>, now: number): boolean {
  const option = parseOptionSymbol(symbol);
  return option !== undefined && expirationTime(option.expiration) <= now;
}
