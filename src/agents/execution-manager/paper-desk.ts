import { type Fill, type OrderIntent, VENUE_ORIGIN } from '#domain/orders/order';
import type { TradingHours } from '#domain/orders/session-queue';
import { PAPER_VENUE, type VenueProfile } from '#domain/orders/venue-profiles';
import { absoluteDecimal, DECIMAL_ZERO } from '#domain/values/decimal';
import type {
  AccountPlace,
  ClosedPosition,
  ComplianceRole,
  OrderDesk,
  StandingOffers,
} from '#engine/agent/roles';
import { clientOrderId } from '#engine/journal/hashing';
import { intentPayload } from '#engine/journal/intent-payload';
import type { Journal } from '#engine/journal/journal';
import type { BrokerEvent, BrokerOrder } from '#engine/ports/broker';
import { SimulatedVenue } from '#engine/simulation/simulated-venue';
import { sessionStamp } from '#engine/trading/session-stamp';
import { AccountDesk } from './account-desk.ts';
import { VenueNews } from './venue-news.ts';

export interface PaperDeskPorts {
  readonly journal: Journal;
  /** Looks at every fill after it is booked. */
  readonly postTrade: ComplianceRole['postTrade'];
  readonly instrumentOf: (symbol: string) => BrokerOrder['instrument'];
  /** That of {@link PAPER_VENUE} unless told. */
  readonly profile?: VenueProfile | undefined;
  /** When symbols are traded; always unless told. */
  readonly hours?: TradingHours | undefined;
  /** Orders meet the books that the live market tells; its trades and quotes alone unless told. */
  readonly meetsBooks?: boolean | undefined;
  readonly onFill: (fill: Fill) => void;
  /** The venue said what cannot be true: it is kept in the journal and booked nowhere. */
  readonly onTrouble: (sentence: string) => void;
}

/** What the venue itself wants of a position. */
function closingIntent(
  account: string,
  {
    symbol,
    quantity,
    reason,
    eventTime,
  }: Pick<ClosedPosition, 'symbol' | 'quantity'> & { readonly reason: string; readonly eventTime: number },
): OrderIntent {
  return {
    origin: VENUE_ORIGIN,
    account,
    symbol,
    side: quantity > DECIMAL_ZERO ? 'sell' : 'buy',
    type: 'market',
    quantity: absoluteDecimal(quantity),
    timeInForce: 'ioc',
    reason,
    nonce: `close-out-${eventTime}`,
  };
}

/** Closed orders and fills that are remembered over a start. */
const REMEMBERED = 1_000_000;

/** Orders of an account on the simulated venue: what it says becomes journal records in the order it says them. */
export function openPaperDesk(place: AccountPlace, ports: PaperDeskPorts): OrderDesk {
  const { journal, instrumentOf, profile = PAPER_VENUE, hours } = ports;
  const { projection, store } = journal;
  const { account } = place;

  /** The venue as the journal has it. */
  const openVenue = (): SimulatedVenue => {
    const venue = new SimulatedVenue({
      profile,
      sink: (event) => hear(event),
      heldOf: (symbol) => projection.position(account, symbol)?.quantity ?? DECIMAL_ZERO,
      hours,
    });
    const fills = profile.costs.commission?.tiers ? store.fills(account, REMEMBERED).reverse() : [];
    venue.restore(projection.openOrders(account), fills, instrumentOf);
    return venue;
  };

  const hear = (event: BrokerEvent): void => {
    if (event.kind !== 'replaced') news.take(withReason(event));
    else if (isAsked(event)) news.take(event);
    // Where a stop has moved to by itself; while a change is on its way, it is told with the next move.
    else if (!projection.order(event.clientOrderId)?.pendingChange) news.take({ ...event, kind: 'restated' });
  };

  const isAsked = ({ clientOrderId, change }: Extract<BrokerEvent, { kind: 'replaced' }>): boolean => {
    const asked = Object.keys(projection.order(clientOrderId)?.pendingChange ?? {});
    return asked.some((name) => name in change);
  };

  /** An order that somebody here wanted to end bears their reason, which the venue was not told. */
  const withReason = (event: BrokerEvent): BrokerEvent => {
    if (event.kind !== 'cancelled') return event;
    const order = projection.order(event.clientOrderId);
    return order?.status === 'pending-cancel' && order.statusReason !== undefined
      ? { ...event, reason: order.statusReason }
      : event;
  };

  let venue = openVenue();
  const desk = new AccountDesk({
    journal,
    place,
    venue: profile.id,
    line: {
      submit: (order) => venue.submit(order),
      cancel: (ref) => venue.cancel(ref),
      replace: (ref, change, terms) => venue.replace(ref, change, terms),
    },
    isImmediate: true,
    movesToBreakEven: true,
    instrumentOf,
    hours,
  });
  const news = new VenueNews({
    journal,
    place,
    postTrade: ports.postTrade,
    changed: (clientOrderId, eventTime) => desk.changed(clientOrderId, eventTime),
    replaceRefused: (order) => desk.replaceRefused(order),
    onFill: ports.onFill,
    onQuarantined: ports.onTrouble,
  });
  // What was never made durable never happened at the venue either.
  journal.follow({
    rolledBack: () => {
      venue = openVenue();
    },
  });

  return {
    submit: (approved, eventTime) => {
      venue.advance(eventTime);
      desk.submit(approved, eventTime);
    },
    cancel: (clientOrderId, reason, eventTime) => {
      venue.advance(eventTime);
      return desk.cancel(clientOrderId, reason, eventTime);
    },
    replace: (clientOrderId, change, eventTime) => {
      venue.advance(eventTime);
      desk.replace(clientOrderId, change, eventTime);
    },
    onTick: (symbol, eventTime, last, bid, ask, size) => {
      desk.onTick(symbol, eventTime, last);
      venue.onTick(symbol, eventTime, last, bid, ask, size);
    },
    ...(ports.meetsBooks
      ? {
          onBook: (symbol: string, eventTime: number, book: StandingOffers) =>
            venue.onBook(symbol, eventTime, book),
        }
      : {}),
    endDay: (eventTime) => {
      desk.endDay(eventTime);
      venue.endDay(eventTime);
    },
    closeOut: (held, reason, eventTime) => {
      venue.advance(eventTime);
      venue.endAll(reason);
      for (const { clientOrderId } of projection.openOrders(account))
        desk.cancel(clientOrderId, reason, eventTime);
      for (const { symbol, quantity, price } of held) {
        const intent = closingIntent(account, { symbol, quantity, reason, eventTime });
        const id = clientOrderId(intent);
        journal.add({
          kind: 'OrderAdopted',
          payload: {
            clientOrderId: id,
            intent: intentPayload(intent),
            venueOrderId: id,
            filledQuantity: '0',
            averagePrice: '0',
          },
          eventTime,
          source: 'execution_manager',
          correlationId: id,
          ...sessionStamp(place),
        });
        const order = { ...intent, clientOrderId: id, instrument: instrumentOf(symbol) };
        venue.forceFill(order, price, eventTime);
      }
    },
  };
}
