import type { WebSocket } from 'ws';
import type { BrokerBalance, BrokerPosition } from '#engine/ports/broker';
import type { BrokerVenueDouble, VenueCommand } from './broker-vendor.ts';
import type { VenueBook, VenueFill, VenueOrder } from './venue-book.ts';
import type { VenueReply, VenueServer } from './venue-server.ts';

/** How an order stands, with the fill that made it so. */
export interface VenueTidings {
  readonly order: VenueOrder;
  readonly fill?: VenueFill;
}

/** What an account of coins holds; the word of the suite. */
export interface Holdings {
  positions: readonly BrokerPosition[];
  balances: readonly BrokerBalance[];
}

/**
 * Meets a command as the suite wants it: `take` does it and answers, `refuse` answers a no. The command is kept, and
 * told when it is answered.
 */
export function meetCommand(
  book: VenueBook,
  command: Omit<VenueCommand, 'venueOrderId'> & { readonly venueOrderId: string | null },
  act: {
    take(): { readonly order: VenueOrder; readonly body: unknown };
    refuse(reason: string): VenueReply;
    tell(tidings: VenueTidings): void;
  },
): VenueReply {
  const answer = book.take(command.command);
  const isTaken = answer.kind.startsWith('accept') || (answer.kind === 'trouble' && answer.isTaken);
  const taken = isTaken ? act.take() : null;
  book.commands.push({ ...command, venueOrderId: taken?.order.id ?? command.venueOrderId });
  switch (answer.kind) {
    case 'accept':
      if (taken) act.tell({ order: taken.order });
      return { status: 200, body: taken?.body };
    case 'accept-silently':
      return 'silent';
    case 'accept-and-cut':
      return 'cut';
    case 'reject':
      return act.refuse(answer.reason);
    case 'trouble':
      return { status: 503, body: { message: 'Service Unavailable' } };
    case 'busy': {
      const headers = { 'retry-after': String(answer.retryAfterSeconds) };
      return { status: 429, body: { code: -1003, msg: 'Too many requests.' }, headers };
    }
  }
}

/** The part of a double that exchanges of coins have in common. `tell` says tidings on the streams that listen. */
export function exchangeDouble(
  book: VenueBook,
  server: VenueServer,
  {
    holdings,
    listening,
    tell,
  }: {
    readonly holdings: Holdings;
    readonly listening: ReadonlySet<WebSocket>;
    readonly tell: (tidings: VenueTidings) => void;
  },
): BrokerVenueDouble {
  let last: VenueTidings | null = null;
  return {
    addresses: { rest: server.httpUrl, stream: server.socketUrl },
    commands: book.commands,
    lines: () => server.sockets.size,
    answerNext: (command, answer) => book.answerNext(command, answer),
    fill(id, quantity, price, { isTold = true } = {}) {
      const fill = book.fill(id, quantity, price);
      last = { order: structuredClone(book.get(id)), fill };
      if (isTold) tell(last);
    },
    end(id, kind, reason, { isTold = true } = {}) {
      const order = book.end(id, kind, reason);
      if (isTold) tell({ order });
    },
    repeatFill() {
      if (last) tell(last);
    },
    placeElsewhere(terms) {
      const order = book.add({ ...terms, symbol: 'BTC-USD', type: 'limit', timeInForce: 'gtc' }, 'web-1234');
      tell({ order });
      return order.id;
    },
    setPositions(positions) {
      holdings.positions = positions;
    },
    setBalances(balances) {
      holdings.balances = balances;
    },
    say(text) {
      for (const socket of server.sockets) if (listening.has(socket)) socket.send(text);
    },
    goAway: () => server.goAway(),
    comeBack: () => server.comeBack(),
    close: () => server.close(),
  };
}
