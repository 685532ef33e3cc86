import type { NotificationView } from '#contract/services/alerts';
import type { Order } from '#domain/orders/order';
import { formatDecimal, parseDecimal } from '#domain/values/decimal';
import type { JournalPayloads } from '#engine/journal/record-kinds';
import type { JournalRecord } from '#engine/ports/journal-store';

/**
 * Confirms one fill to the person whose order it was. Its id is that of the fill: whoever has seen it does not see it
 * again, however often it is told, over restarts as well.
 */
export function fillConfirmation(record: JournalRecord, order: Order): NotificationView {
  const { fillId, quantity, price } = JSON.parse(record.payload) as JournalPayloads['OrderFilled'];
  const { side, symbol, account } = order;
  const isAll = parseDecimal(quantity) === order.quantity;
  const amount = isAll ? quantity : `${quantity} of ${formatDecimal(order.quantity)}`;
  return {
    id: `fill-${fillId}`,
    fillId,
    eventTime: record.eventTime,
    severity: 'success',
    source: 'execution_manager',
    title: `${side === 'buy' ? 'Bought' : 'Sold'} ${symbol}`,
    text: `${amount} at ${price}, account ${account}`,
    symbol,
  };
}
