import { exitLegs, shareOut } from '#domain/orders/exit-legs';
import type { OrderTerms } from '#domain/strategies/sdk/strategy-context';
import type { Units } from '#domain/values/units';
import type { OrderRegister } from './order-register.ts';
import type { RunMoment } from './run-moment.ts';
import { WorkingOrder } from './working-order.ts';

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

  /** `price` is what the entry's newest fill cost, `step` the instrument's smallest quantity in units. */
  place(entry: WorkingOrder, price: number, step: Units): void {
    const { bracket, exits } = entry.terms;
    if (bracket) for (const leg of bracketLegs(entry)) this.#add(entry, leg, false);
    else if (exits) for (const leg of templateLegs(entry, price, step)) this.#add(entry, leg, true);
  }

  #add(entry: WorkingOrder, { terms, quantity }: Leg, sharesWithStop: boolean): void {
    const register = this.#register;
    const { stamp, within } = this.#moment;
    const leg = new WorkingOrder(register.nextId, entry.instrument, !entry.isBuy, terms, stamp, 0);
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

function templateLegs({ terms, quantity, isBuy }: WorkingOrder, price: number, step: Units): Leg[] {
  const { exits = {} } = terms;
  const shares = shareOut(exits.targets ?? [], quantity, step);
  let target = 0;
  return exitLegs(exits, isBuy, price).flatMap((leg): Leg[] => {
    if (leg.kind === 'stop') {
      const { kind: _kind, ...stop } = leg;
      return [{ terms: { ...stop, reduceOnly: true }, quantity }];
    }
    const share = shares[target++] ?? 0;
    return share > 0
      ? [{ terms: { type: 'limit', limit: leg.limit, reduceOnly: true }, quantity: share }]
      : [];
  });
}
