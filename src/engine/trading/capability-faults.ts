import type { Instrument } from '#domain/instruments/instrument';
import type { OrderTerms } from '#domain/orders/order';
import { isWaitingType, TRIGGERED_TYPE } from '#domain/orders/triggers';
import type { Decimal } from '#domain/values/decimal';
import { toldDecimal } from '#domain/values/told-number';
import type { BrokerCapabilities } from '../ports/broker.ts';

/** What a broker is asked for: the terms, of what kind of instrument, and how much of it is held there. */
export interface AskedOfBroker {
  readonly terms: OrderTerms;
  readonly assetClass: Instrument['assetClass'];
  readonly held: Decimal;
}

/**
 * Why a broker would not take an order, a sentence each; none when it would. A type that it lacks and the engine watches in
 * its place is no fault.
 */
export function capabilityFaults(
  broker: string,
  capabilities: BrokerCapabilities,
  { terms, assetClass, held }: AskedOfBroker,
): string[] {
  const { type, timeInForce, side, quantity, legs = [] } = terms;
  const { orderTypes } = capabilities;
  const isEmulated = isWaitingType(type) && orderTypes.includes(TRIGGERED_TYPE[type]);
  // Whether an option may be sold short is for its broker to say: it goes by the account.
  const isShort = side === 'sell' && quantity > held && assetClass !== 'option';
  const faults: [boolean, string][] = [
    [!capabilities.assetClasses.includes(assetClass), `does not trade ${assetClass}`],
    [!orderTypes.includes(type) && !isEmulated, `takes no ${type} orders`],
    // A date that a broker does not know is kept by the engine.
    [
      !capabilities.timesInForce.includes(timeInForce) && timeInForce !== 'gtd',
      `takes no orders that are ${timeInForce}`,
    ],
    [terms.isPostOnly === true && !capabilities.takesPostOnly, 'takes no post-only orders'],
    [terms.isReduceOnly === true && !capabilities.takesReduceOnly, 'takes no reduce-only orders'],
    [terms.displayQuantity !== undefined && !capabilities.takesIceberg, 'shows no part of an order'],
    [
      legs.length > (capabilities.comboLegsMax ?? 0),
      capabilities.comboLegsMax === undefined
        ? 'takes no combinations'
        : `takes combinations of at most ${capabilities.comboLegsMax} legs`,
    ],
    [isShort && !capabilities.takesShort, `sells only what is held, which is ${toldDecimal(held)}`],
  ];
  return faults.flatMap(([isFault, text]) => (isFault ? [`${broker} ${text}`] : []));
}
