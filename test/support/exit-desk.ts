import { AccountDesk } from '#agents/execution-manager/account-desk';
import { OrderEmulator } from '#agents/execution-manager/order-emulator';
import { VenueNews } from '#agents/execution-manager/venue-news';
import type { WantedExits } from '#contract/services/exits';
import type { Order, OrderChange, OrderIntent, OrderType } from '#domain/orders/order';
import { DECIMAL_ONE, type Decimal, formatDecimal, parseDecimal } from '#domain/values/decimal';
import { clientOrderId } from '#engine/journal/hashing';
import { intentPayload } from '#engine/journal/intent-payload';
import type { BrokerEvent } from '#engine/ports/broker';
import { exitIntents } from '#engine/trading/exit-intents';
import { openJournalAt } from './journal-at.ts';

const ACCOUNT = 'desk';

interface AtVenue {
  quantity: Decimal;
  filled: Decimal;
}

export interface ExitDeskOptions {
  readonly folder: string;
  readonly orderTypes?: readonly OrderType[];
  /** Whether commands are answered at once; else by {@link openExitDesk}'s `answer`. */
  readonly isPrompt?: boolean;
}

/** The order manager of an account on a real journal, before a venue that is played by hand. */
export function openExitDesk({ folder, orderTypes, isPrompt = true }: ExitDeskOptions) {
  const opened = openJournalAt(folder);
  const { journal, store } = opened;
  const { projection } = journal;
  /** What the desk has asked of the venue, in words, since the last look. */
  let asked: string[] = [];
  const names = new Map<string, string>();
  const atVenue = new Map<string, AtVenue>();
  const waiting: (() => void)[] = [];
  let time = 1_000;
  let fills = store.fills(ACCOUNT, 1_000_000).length;
  let entries = 0;

  const nameOf = (id: string): string => names.get(id) ?? id;
  const tell = (event: BrokerEvent): void => {
    news.take(event);
    journal.commit();
  };
  const later = (work: () => void): void => {
    if (isPrompt) work();
    else waiting.push(work);
  };
  const desk = new AccountDesk({
    journal,
    place: { account: ACCOUNT },
    venue: 'hand',
    isImmediate: true,
    instrumentOf: (symbol) => ({
      symbol,
      assetClass: 'future',
      currency: 'USD',
      venue: 'X',
      pricePrecision: 2,
    }),
    emulator: new OrderEmulator('Hand', {
      orderTypes: orderTypes ?? ['market', 'limit', 'stop', 'trailing-stop'],
      timesInForce: ['day', 'gtc'],
      takesReduceOnly: false,
    }),
    line: {
      submit: ({ clientOrderId: id, quantity, limitPrice, stopPrice }) => {
        asked.push(`send ${nameOf(id)} ${termsText({ quantity, ...given({ limitPrice, stopPrice }) })}`);
        later(() => {
          atVenue.set(id, { quantity, filled: 0n });
          tell({ kind: 'acknowledged', clientOrderId: id, venueOrderId: `V${id}`, eventTime: time });
        });
      },
      cancel: ({ clientOrderId: id }) => {
        asked.push(`cancel ${nameOf(id)}`);
        later(() => {
          const known = atVenue.delete(id);
          const kind = known ? 'cancelled' : 'cancel-rejected';
          tell({ kind, clientOrderId: id, reason: known ? 'asked' : 'not here', eventTime: time });
        });
      },
      replace: ({ clientOrderId: id }, change) => {
        asked.push(`change ${nameOf(id)} ${termsText(change)}`);
        later(() => {
          const order = atVenue.get(id);
          const quantity = change.quantity ?? order?.quantity ?? 0n;
          if (!order || quantity <= order.filled) {
            tell({ kind: 'replace-rejected', clientOrderId: id, reason: 'too late', eventTime: time });
            return;
          }
          order.quantity = quantity;
          tell({ kind: 'replaced', clientOrderId: id, venueOrderId: `V${id}`, change, eventTime: time });
        });
      },
    },
  });
  const news = new VenueNews({
    journal,
    place: { account: ACCOUNT },
    postTrade: () => ({ id: 'P', findings: [] }),
    changed: (id, eventTime) => desk.changed(id, eventTime),
    replaceRefused: (order) => desk.replaceRefused(order),
    replaceUnsent: (order) => desk.replaceUnsent(order),
    cancelRefused: (order) => desk.cancelRefused(order),
    onFill: () => undefined,
    onQuarantined: (reason) => {
      throw new Error(reason);
    },
  });
  if (!projection.account(ACCOUNT))
    journal.record({
      kind: 'AccountOpened',
      payload: {
        account: ACCOUNT,
        broker: 'hand',
        environment: 'paper',
        currency: 'USD',
        startingCash: '1000000',
      },
      eventTime: 0,
      source: 'test',
    });

  const add = (intent: OrderIntent, name: string): string => {
    const id = clientOrderId(intent);
    names.set(id, name);
    journal.add({
      kind: 'OrderIntended',
      payload: { clientOrderId: id, intent: intentPayload(intent) },
      eventTime: time,
      source: 'test',
      correlationId: id,
    });
    desk.submit({ intent, clientOrderId: id, verdictId: 'R', '~approved': true }, time);
    return id;
  };

  return {
    ...opened,
    desk,
    atVenue,
    waiting,
    /** Sends an entry with its exits; ids by `entry`, `stop`, `target 1` and so on. */
    enter(side: 'buy' | 'sell', quantity: string, price: string, wanted: WantedExits, step = DECIMAL_ONE) {
      const entry: OrderIntent = {
        origin: 'person',
        account: ACCOUNT,
        symbol: 'ES',
        side,
        type: 'limit',
        quantity: parseDecimal(quantity),
        limitPrice: parseDecimal(price),
        timeInForce: 'gtc',
        reason: 'test',
        nonce: String(entries++),
      };
      const facts = { price: parseDecimal(price), tick: DECIMAL_ONE / 100n, step };
      const ids: Record<string, string> = { entry: add(entry, 'entry') };
      for (const exit of exitIntents(entry, ids['entry']!, wanted, facts)) {
        const name = exit.reason.replace(/ (of \d+ )?of its .*/, '');
        ids[name] = add(exit, name);
      }
      journal.commit();
      return ids;
    },
    /** A trade at the venue, told at once. */
    fill(id: string, quantity: string, price: string): void {
      const order = atVenue.get(id);
      const amount = parseDecimal(quantity);
      if (!order || order.filled + amount > order.quantity)
        throw new Error(`${nameOf(id)} has no ${quantity} left`);
      order.filled += amount;
      if (order.filled === order.quantity) atVenue.delete(id);
      const { symbol, side } = projection.order(id)!;
      fills += 1;
      const fee = 0n;
      const fill = { fillId: `F${fills}`, clientOrderId: id, venueOrderId: `V${id}`, symbol, side, fee };
      tell({
        kind: 'filled',
        fill: { ...fill, quantity: amount, price: parseDecimal(price), eventTime: time },
      });
    },
    tell,
    /** The venue answers what it was asked first. */
    answer(): void {
      waiting.shift()?.();
    },
    tick(price: number): void {
      time += 1;
      desk.onTick('ES', time, price);
      if (journal.hasPending) journal.commit();
    },
    /** What was asked of the venue since the last look. */
    asked(): string[] {
      const list = asked;
      asked = [];
      return list;
    },
    name(id: string, name: string): void {
      names.set(id, name);
    },
    order: (id: string): Order => projection.order(id)!,
    held: (): string => formatDecimal(projection.position(ACCOUNT, 'ES')?.quantity ?? 0n),
    close(): void {
      desk.close();
      opened.close();
    },
  };
}

function termsText(change: OrderChange): string {
  const { quantity, limitPrice, stopPrice } = change;
  return [
    ...(quantity === undefined ? [] : [formatDecimal(quantity)]),
    ...(limitPrice === undefined ? [] : [`at ${formatDecimal(limitPrice)}`]),
    ...(stopPrice === undefined ? [] : [`stop ${formatDecimal(stopPrice)}`]),
  ].join(' ');
}

function given(prices: { limitPrice: Decimal | undefined; stopPrice: Decimal | undefined }): OrderChange {
  const { limitPrice, stopPrice } = prices;
  return {
    ...(limitPrice === undefined ? {} : { limitPrice }),
    ...(stopPrice === undefined ? {} : { stopPrice }),
  };
}
