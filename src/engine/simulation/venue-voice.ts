import type { OrderChange } from '#domain/orders/order';
import { type Decimal, formatDecimal } from '#domain/values/decimal';
import type { BrokerEvent, BrokerOrder } from '#engine/ports/broker';

/** A fill of an order of which so much has `filled` by then. */
export interface VenueFill {
  readonly price: Decimal;
  readonly quantity: Decimal;
  readonly fee: Decimal;
  readonly filled: Decimal;
  readonly isMaker: boolean;
  /** Of a combination: which leg, from 1. */
  readonly leg?: number;
}

/** What the simulated venue says, at its own time. Its number of an order is ours. */
export class VenueVoice {
  readonly #sink: (event: BrokerEvent) => void;
  readonly #now: () => number;

  constructor(sink: (event: BrokerEvent) => void, now: () => number) {
    this.#sink = sink;
    this.#now = now;
  }

  acknowledge(clientOrderId: string): void {
    this.#sink({
      kind: 'acknowledged',
      clientOrderId,
      venueOrderId: clientOrderId,
      eventTime: this.#now(),
    });
  }

  replaced(clientOrderId: string, change: OrderChange): void {
    this.#sink({
      kind: 'replaced',
      clientOrderId,
      venueOrderId: clientOrderId,
      change,
      eventTime: this.#now(),
    });
  }

  /** An order or a command came to nothing, or to its end. */
  say(
    kind: 'rejected' | 'cancelled' | 'expired' | 'cancel-rejected' | 'replace-rejected',
    clientOrderId: string,
    reason: string,
  ): void {
    this.#sink({ kind, clientOrderId, reason, eventTime: this.#now() });
  }

  filled({ clientOrderId, symbol, side }: BrokerOrder, { filled, isMaker, leg, ...fill }: VenueFill): void {
    this.#sink({
      kind: 'filled',
      fill: {
        ...fill,
        fillId: `${clientOrderId}-${formatDecimal(filled)}${leg === undefined ? '' : `-${leg}`}`,
        clientOrderId,
        venueOrderId: clientOrderId,
        symbol,
        side,
        eventTime: this.#now(),
        liquidity: isMaker ? 'maker' : 'taker',
      },
    });
  }
}
