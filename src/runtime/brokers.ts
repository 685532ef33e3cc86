import type { BrokerDefinition } from '#engine/ports/broker';

/** Every broker, in the order they are listed. Each loads its vendor's library when it is opened, not before. */
export const BROKERS: readonly BrokerDefinition[] = [];
