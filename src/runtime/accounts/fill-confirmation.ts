import type { NotificationView } from '#contract/services/alerts';
import { instrumentLabel } from '#domain/instruments/option-contract';
import { partOf } from '#domain/orders/combo-fills';
import type { Order } from '#domain/orders/order';
import { parseDecimal } from '#domain/values/decimal';
import { toldDecimal, toldText } from '#domain/values/told-number';
import type { JournalPayloads } from '#engine/journal/record-kinds';
import type { JournalRecord } from '#engine/ports/journal-store';

/**
 * Confirms one fill to the person whose order it was. Its id is that of the fill: whoever has seen it does not see it
 * again, however often it is told, over restarts as well.
 */
export function fillConfirmation(record: JournalRecord, order: Order): NotificationView {
  const told = JSON.parse(record.payload) as JournalPayloads['OrderFilled'];
  const { fillId, quantity, price, symbol = order.symbol } = told;
  const { account } = order;
  const { side, ordered } = partOf(order, symbol) ?? { side: order.side, ordered: order.quantity };
  const amount = toldText(quantity);
  const filled = parseDecimal(quantity) === ordered ? amount : `${amount} of ${toldDecimal(ordered)}`;
  return {
    id: `fill-${fillId}`,
    fillId,
    eventTime: record.eventTime,
    severity: 'success',
    source: 'execution_manager',
    title: `${side === 'buy' ? 'Bought' : 'Sold'} ${instrumentLabel(symbol)}`,
    text: `${filled} at ${toldText(price, 2)}, account ${account}`,
    symbol,
  };
}
