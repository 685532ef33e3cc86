import { openingText } from '#domain/orders/session-queue';
import type { BrokerState } from '#engine/ports/broker';

/** Where an account at a broker stands. */
export interface BrokerStanding {
  /** Of the broker. */
  readonly name: string;
  readonly connection: BrokerState;
  /** How many orders have an unknown outcome; null before the books were compared since the start. */
  readonly unknown: number | null;
}

/** Why nothing that opens risk may be sent to a broker, in a sentence without its end; undefined when it may. */
export function whyBrokerClosed({ name, connection, unknown }: BrokerStanding): string | undefined {
  if (connection.kind !== 'ready') {
    const downtime = connection.kind === 'waiting' ? connection.downtime : undefined;
    return downtime
      ? `${name} has its ${downtime.name} until ${openingText(downtime.end)}, and comes back by itself`
      : `${name} is not connected`;
  }
  if (unknown === null) return `the books have not been compared with ${name} since the start`;
  if (unknown === 0) return undefined;
  const orders = unknown === 1 ? 'an order' : `${unknown} orders`;
  return `the outcome of ${orders} at ${name} is unknown; decide about it in the recovery sheet`;
}
