import { afterEach, beforeEach, expect, it } from 'vitest';
import type { OrderType, TimeInForce } from '#domain/orders/order';
import { DECIMAL_ONE, type Decimal } from '#domain/values/decimal';
import type { BrokerOrder } from '#engine/ports/broker';
import type { BrokerVendor, VenueAnswer } from '#test/support/brokers/broker-vendor';
import { BROKER_START, exact, type OpenBroker, openBroker } from '#test/support/brokers/open-broker';

export const HOUR_MS = 3_600_000;
/** Longer than any adapter waits for an answer. */
export const LONG_MS = 60_000;
export const PRICE = exact('101.25');
export const EXPIRE_TIME = BROKER_START + 48 * HOUR_MS;

/** What the parts of the suite share. */
export interface BrokerSuite {
  readonly vendor: BrokerVendor;
  /** Values of secret fields. */
  readonly secrets: readonly string[];
  knows(answer: VenueAnswer['kind']): boolean;
  open(fields?: BrokerVendor['fields']): Promise<OpenBroker>;
  openReady(): Promise<OpenBroker>;
}

/** To be called within the vendor's `describe`: whatever a test opens is closed after it, and searched for secrets. */
export function createBrokerSuite(vendor: BrokerVendor): BrokerSuite {
  const secrets = vendor.definition.fields
    .filter(({ isSecret }) => isSecret)
    .map(({ name }) => vendor.fields[name] ?? '')
    .filter((secret) => secret !== '');
  let opened: OpenBroker[] = [];
  beforeEach(() => {
    opened = [];
  });
  afterEach(async () => {
    for (const { connection, venue } of opened) {
      connection.close();
      await venue.close();
    }
    for (const { said, kept } of opened) {
      const told = said();
      for (const secret of [...secrets, ...kept.map(([, value]) => value)])
        expect(told).not.toContain(secret);
    }
  });
  const open = async (fields = vendor.fields) => {
    const one = await openBroker(vendor, fields);
    opened.push(one);
    return one;
  };
  return {
    vendor,
    secrets,
    knows: (answer) => vendor.answers.includes(answer),
    open,
    async openReady() {
      const one = await open();
      await one.ready();
      return one;
    },
  };
}

/** Types and validities that go together at the venue, of those it claims. */
export function pairsOf({
  definition,
  takes = () => true,
}: BrokerVendor): (readonly [OrderType, TimeInForce])[] {
  const { orderTypes, timesInForce } = definition.capabilities;
  return orderTypes.flatMap((type) =>
    timesInForce.filter((validity) => takes(type, validity)).map((validity) => [type, validity] as const),
  );
}

/** A test for those it concerns; nothing at all for the others. */
export function testIf(isConcerned: boolean): (name: string, test: () => Promise<void>) => void {
  return (name, test) => {
    if (isConcerned) it(name, test);
  };
}

/** What the terms of a type need besides side, quantity and validity. */
export function pricesOf(type: OrderType): Partial<BrokerOrder> {
  const limitPrice = exact('101.25');
  const stopPrice = exact('99.5');
  switch (type) {
    case 'limit':
      return { limitPrice };
    case 'stop':
    case 'market-if-touched':
      return { stopPrice };
    case 'stop-limit':
    case 'limit-if-touched':
      return { limitPrice, stopPrice };
    case 'trailing-stop':
      return { trailAmount: exact('1.5') };
    case 'trailing-stop-limit':
      return { trailAmount: exact('1.5'), limitOffset: exact('0.25'), stopPrice };
    case 'market':
    case 'market-to-limit':
      return {};
  }
}

/** Average prices are reckoned by the venue, to as many digits as it likes. */
export function near(value: Decimal, wanted: Decimal): boolean {
  const difference = value > wanted ? value - wanted : wanted - value;
  return difference * 10_000n <= DECIMAL_ONE;
}

export function sum(amounts: readonly Decimal[]): Decimal {
  return amounts.reduce((total, amount) => total + amount, 0n);
}
