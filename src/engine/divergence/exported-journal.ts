import { OctopusError } from '#contract/errors';
import { partOf } from '#domain/orders/combo-fills';
import type { Order } from '#domain/orders/order';
import { parseDecimal } from '#domain/values/decimal';
import { canonicalJson } from '../journal/canonical-json.ts';
import { recordHash } from '../journal/chain.ts';
import { orderIntentFromPayload } from '../journal/intent-payload.ts';
import type { JournalPayloads, RecordKind } from '../journal/record-kinds.ts';
import { JournaledOrderList } from '../strategy-runs/journaled-order-list.ts';
import { eventsOfOrders, inOrder } from './traded-events.ts';
import type { ManualAct, TradedEvent, TradedRun } from './traded-run.ts';

/** What every line of an exported journal has. */
interface ExportedHead {
  readonly sequence: number;
  readonly eventTime: number;
  readonly receivedTime: number;
  readonly source: string;
  readonly causationId: string | null;
  readonly correlationId: string | null;
  readonly previousHash: string;
  readonly hash: string;
}

/** A record as a line of an exported journal has it. */
type ExportedRecord = {
  [Kind in RecordKind]: ExportedHead & { readonly kind: Kind; readonly payload: JournalPayloads[Kind] };
}[RecordKind];

/**
 * What an exported journal (JSON lines) or a list of orders (`order|…` and `fill|…`) tells of an account; that with most
 * orders unless one is named. Throws BAD_REQUEST naming the line that cannot be read or does not verify.
 */
export function parseTradedRun(name: string, text: string, account?: string): TradedRun {
  const lines = text.split('\n').map((line) => line.trim());
  const first = lines.find((line) => line !== '') ?? '';
  if (first.startsWith('order|') || first.startsWith('fill|')) return orderListRun(name, lines);
  return journalRun(name, lines, account);
}

function journalRun(name: string, lines: readonly string[], wanted: string | undefined): TradedRun {
  const records = lines.flatMap((line, i) => (line === '' ? [] : [recordOf(name, line, i + 1)]));
  const orders = new Map<string, Order>();
  for (const { kind, payload, eventTime } of records) {
    if (kind !== 'OrderIntended') continue;
    const { clientOrderId, intent } = payload;
    orders.set(clientOrderId, {
      ...orderIntentFromPayload(intent),
      clientOrderId,
      status: 'sent',
      filledQuantity: 0n,
      averagePrice: 0n,
      createdTime: eventTime,
      updatedTime: eventTime,
    });
  }
  const account = wanted ?? busiest([...orders.values()]);
  if (account === undefined) throw new OctopusError('BAD_REQUEST', `${name} holds no orders`);
  const list = new JournaledOrderList();
  const events: Parameters<typeof eventsOfOrders>[0][number][] = [];
  const manualActs: ManualAct[] = [];
  const restartTimes: number[] = [];
  for (const { kind, correlationId, payload, eventTime, source } of records) {
    if (kind === 'StrategyRunResumed' && payload.account === account) restartTimes.push(eventTime);
    const order = orders.get(correlationId ?? '');
    if (!order || order.account !== account) continue;
    if (kind === 'OrderSent') {
      list.addOrder(order, eventTime);
      events.push({ kind: 'order', time: eventTime, order });
    } else if (kind === 'OrderFilled') {
      const { fillId, quantity, price, fee, symbol = order.symbol } = payload;
      const { clientOrderId } = order;
      const side = partOf(order, symbol)?.side ?? order.side;
      const amounts = {
        quantity: parseDecimal(quantity),
        price: parseDecimal(price),
        fee: parseDecimal(fee),
      };
      const fill = { fillId, clientOrderId, symbol, side, eventTime, ...amounts };
      list.addFill(fill);
      events.push({ kind: 'fill', time: eventTime, fill, order });
    } else if (source === 'person' || ('reason' in payload && /by a person/.test(String(payload.reason))))
      manualActs.push({ time: eventTime, text: `${kind} of ${order.symbol}` });
  }
  return {
    ...NOTHING_KNOWN,
    name,
    events: eventsOfOrders(events),
    orderListHash: list.hash.digest(),
    restartTimes,
    manualActs,
  };
}

const NOTHING_KNOWN = {
  hasOrders: true,
  settings: {},
  fillModel: {},
  lateTimes: [],
  restartTimes: [],
  manualActs: [],
} as const;

function recordOf(name: string, line: string, number: number): ExportedRecord {
  let record: ExportedRecord;
  try {
    record = JSON.parse(line) as ExportedRecord;
  } catch (error) {
    throw new OctopusError('BAD_REQUEST', `${name} line ${number} is no JSON: ${(error as Error).message}`);
  }
  if (typeof record.kind !== 'string' || typeof record.payload !== 'object')
    throw new OctopusError(
      'BAD_REQUEST',
      `${name} line ${number} is no journal record: kind or payload is missing`,
    );
  const expected = recordHash({ ...record, payload: canonicalJson(record.payload) });
  if (expected !== record.hash)
    throw new OctopusError(
      'BAD_REQUEST',
      `${name} line ${number}: record ${record.sequence} was changed after it was written; its hash does not fit`,
    );
  return record;
}

function busiest(orders: readonly Order[]): string | undefined {
  const counts = new Map<string, number>();
  for (const { account } of orders) counts.set(account, (counts.get(account) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}

/** The canonical lines that order-list hashes are made of; a fill belongs to nobody there but the order before it. */
function orderListRun(name: string, lines: readonly string[]): TradedRun {
  let newest: TradedEvent | undefined;
  const events = lines.flatMap((line, i): TradedEvent[] => {
    if (line === '') return [];
    const [kind, time, ...parts] = line.split('|');
    if (kind === 'order' && parts.length === 6) {
      const [symbol = '', side, quantity = '', type = '', limitPrice, stopPrice] = parts;
      newest = {
        kind: 'order',
        time: Number(time),
        symbol,
        side: side === 'sell' ? 'sell' : 'buy',
        quantity,
        type,
        ...(limitPrice ? { limitPrice } : {}),
        ...(stopPrice ? { stopPrice } : {}),
      };
      return [newest];
    }
    if (kind === 'fill' && parts.length === 3) {
      const [quantity = '', price = '', fee = ''] = parts;
      const { symbol = '', side = 'buy' } = newest ?? {};
      return [{ kind: 'fill', time: Number(time), symbol, side, quantity, price, fee }];
    }
    throw new OctopusError('BAD_REQUEST', `${name} line ${i + 1} is neither an order nor a fill: ${line}`);
  });
  return { ...NOTHING_KNOWN, name, events: inOrder(events), orderListHash: '' };
}
