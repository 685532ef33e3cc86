import { type ExitLeg, exitLegs, partQuantity } from '#domain/orders/exit-legs';
import { mapExits } from '#domain/orders/map-exits';
import type { OrderTerms } from '#domain/strategies/sdk/strategy-context';
import { decimalFromNumber, decimalToNumber } from '#domain/values/decimal';
import type { Units } from '#domain/values/units';
import type { OrderRegister } from './order-register.ts';
import type { RunMoment } from './run-moment.ts';
import type { WorkingOrder } from './working-order.ts';

interface Leg {
  readonly terms: OrderTerms;
  readonly quantity: Units;
}

/** Places the exits of an entry that has filled: those of its bracket, or of its template. The stop comes first. */
export class ExitOrders {
  readonly #register: OrderRegister;
  readonly #moment: RunMoment;

  constructor(register: OrderRegister, moment: RunMoment) {
    this.#register = register;
    this.#moment = moment;
  }

  /** `step` is the instrument's smallest quantity, in units. */
  place(entry: WorkingOrder, step: Units): void {
    const { bracket, exits } = entry.terms;
    if (bracket) for (const leg of bracketLegs(entry)) this.#add(entry, leg, false);
    else if (exits) for (const leg of templateLegs(entry, step)) this.#add(entry, leg, true);
  }

  #add(entry: WorkingOrder, { terms, quantity }: Leg, sharesWithStop: boolean): void {
    const register = this.#register;
    const { stamp, within } = this.#moment;
    const leg = register.make(entry.instrument, !entry.isBuy, terms, stamp, 0);
    leg.settle(quantity);
    leg.bracketOf = entry.id;
    leg.sharesWithStop = sharesWithStop;
    leg.bornWithin = within;
    leg.isJudged = true;
    register.list(leg);
    register.add(leg);
  }
}

function bracketLegs({ terms, quantity }: WorkingOrder): Leg[] {
  const { takeProfit, stopLoss } = terms.bracket ?? {};
  const legs: Leg[] = [];
  if (stopLoss !== undefined)
    legs.push({ terms: { type: 'stop', stop: stopLoss, reduceOnly: true }, quantity });
  if (takeProfit !== undefined)
    legs.push({ terms: { type: 'limit', limit: takeProfit, reduceOnly: true }, quantity });
  return legs;
}

function templateLegs({ terms, quantity, isBuy, averagePrice }: WorkingOrder, step: Units): Leg[] {
  const exits = mapExits(terms.exits ?? {}, decimalFromNumber);
  return exitLegs(exits, isBuy, averagePrice).flatMap((leg): Leg[] => {
    if (leg.kind === 'stop') return [{ terms: { ...stopTerms(leg), reduceOnly: true }, quantity }];
    const part = Number(partQuantity(leg.part, BigInt(quantity), BigInt(step)));
    const limit = decimalToNumber(leg.limit);
    return part > 0 ? [{ terms: { type: 'limit', limit, reduceOnly: true }, quantity: part }] : [];
  });
}

function stopTerms({ type, stop, trailAmount, breakEven }: Extract<ExitLeg, { kind: 'stop' }>): OrderTerms {
  return {
    type,
    ...(stop === undefined ? {} : { stop: decimalToNumber(stop) }),
    ...(trailAmount === undefined ? {} : { trailAmount: decimalToNumber(trailAmount) }),
    ...(breakEven && {
      breakEven: { at: decimalToNumber(breakEven.at), to: decimalToNumber(breakEven.to) },
    }),
  };
}
