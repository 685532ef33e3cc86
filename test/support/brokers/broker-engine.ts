import { onTestFinished } from 'vitest';
import type { BrokerVenueDouble } from './broker-vendor.ts';
import {
  type BrokerEngine,
  type BrokerEngineOptions,
  STARTING_CASH,
  setMoney,
  startBrokerEngine,
} from './start-broker-engine.ts';

export { type BrokerEngine, memorySecrets, STARTING_CASH, setMoney } from './start-broker-engine.ts';

/** Starts the engine of a folder; stopped when the test ends. */
export async function openBrokerEngine(options: BrokerEngineOptions): Promise<BrokerEngine> {
  const desk = await startBrokerEngine(options);
  onTestFinished(() => desk.stop());
  return desk;
}

/** Starts the vendor's double with {@link STARTING_CASH} and nothing held; closed when the test ends. */
export async function startVenue<Venue extends BrokerVenueDouble>(vendor: {
  start(now: () => number): Promise<Venue>;
}): Promise<Venue> {
  const venue = await vendor.start(() => Date.now());
  onTestFinished(() => venue.close());
  setMoney(venue, STARTING_CASH);
  return venue;
}
