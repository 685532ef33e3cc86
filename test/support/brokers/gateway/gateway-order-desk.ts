import type { VenueAnswer, VenueCommand } from '../broker-vendor.ts';
import type { GatewayBook } from './gateway-book.ts';
import { BAG, comboOf, GATEWAY_CONTRACTS } from './gateway-contracts.ts';
import type { GatewayFrames } from './gateway-frames.ts';
import type { GatewayLine, GatewaySession } from './gateway-line.ts';
import { type PlacedOrder, termsOf } from './placed-order.ts';

export interface GatewayOrderDeskParts {
  readonly book: GatewayBook;
  readonly frames: GatewayFrames;
  readonly line: GatewayLine;
}

/** Takes orders, changes of them and cancels, or meets them as a test wants it. */
export class GatewayOrderDesk {
  readonly commands: VenueCommand[] = [];
  /** The number that the next client is told to begin with. */
  nextOrderId = 7;
  readonly #parts: GatewayOrderDeskParts;
  readonly #answers: { command: VenueCommand['command']; answer: VenueAnswer }[] = [];

  constructor(parts: GatewayOrderDeskParts) {
    this.#parts = parts;
  }

  answerNext(command: VenueCommand['command'], answer: VenueAnswer): void {
    this.#answers.push({ command, answer });
  }

  /** A new order, or a change of the one of this number. */
  place({ socket, clientId: ownId }: GatewaySession, placed: PlacedOrder): void {
    const { book, frames, line } = this.#parts;
    const clientId = ownId ?? -1;
    const before = book.ofClient(clientId, placed.orderId);
    const command = before ? 'replace' : 'submit';
    const answer = this.#nextAnswer(command);
    const { orderRef, contractSymbol, orderId } = placed;
    const note = (venueOrderId: string | null) => {
      const terms = { ...termsOf(placed), symbol: contractSymbol, ...comboOf(placed) };
      this.commands.push({ command, clientId: orderRef, venueOrderId, terms });
    };
    const known =
      placed.secType === 'BAG' ? BAG : GATEWAY_CONTRACTS.find(({ conId }) => conId === placed.conId);
    if (!known || placed.transmit !== '1' || placed.outsideRth !== '0') {
      throw new Error(`order ${orderId} is not as it should be`);
    }
    if (before && before.status !== 'Submitted') {
      note(String(before.permId));
      socket.write(frames.notice(orderId, 104, 'Cannot modify a filled order.'));
      return;
    }
    if (answer.kind === 'reject') {
      note(before ? String(before.permId) : null);
      socket.write(frames.notice(orderId, 201, `Order rejected - reason:${answer.reason}`));
      return;
    }
    this.nextOrderId = Math.max(this.nextOrderId, orderId + 1);
    if (before) before.placed = placed;
    const order = before ?? book.add(clientId, known, placed);
    note(String(order.permId));
    if (answer.kind === 'accept-and-cut') line.cut();
    if (answer.kind !== 'accept') return;
    // TWS describes an order, states it, and likes to do both again.
    socket.write(frames.openOrder(order, 'PreSubmitted'));
    socket.write(frames.status(order, { status: 'PreSubmitted' }));
    socket.write(frames.openOrder(order));
    socket.write(frames.status(order));
    socket.write(frames.status(order));
  }

  cancel({ socket, clientId }: GatewaySession, orderId: number): void {
    const { book, frames, line } = this.#parts;
    const order = book.ofClient(clientId, orderId);
    const answer = this.#nextAnswer('cancel');
    const venueOrderId = order ? String(order.permId) : null;
    this.commands.push({ command: 'cancel', clientId: null, venueOrderId, terms: {} });
    if (!order) {
      socket.write(
        frames.notice(orderId, 10_147, `OrderId ${orderId} that needs to be cancelled is not found.`),
      );
    } else if (answer.kind === 'reject' || order.status !== 'Submitted') {
      const state = answer.kind === 'reject' ? answer.reason : order.status;
      const said = `OrderId ${orderId} that needs to be cancelled cannot be cancelled, state: ${state}.`;
      socket.write(frames.notice(orderId, 10_148, said));
    } else {
      book.end(order, 'Cancelled', 'Cancelled by Trader');
      if (answer.kind === 'accept-and-cut') line.cut();
      if (answer.kind !== 'accept') return;
      socket.write(frames.status(order, { status: 'PendingCancel' }));
      socket.write(frames.status(order));
      socket.write(frames.notice(orderId, 202, 'Order Canceled - reason:'));
    }
  }

  #nextAnswer(command: VenueCommand['command']): VenueAnswer {
    const place = this.#answers.findIndex((one) => one.command === command);
    return place < 0 ? { kind: 'accept' } : this.#answers.splice(place, 1)[0]!.answer;
  }
}
