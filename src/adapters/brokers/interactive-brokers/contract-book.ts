import type { Contract, ContractDetails } from '@stoqey/ib';
import { parseOptionSymbol } from '#domain/instruments/option-contract';
import { comboSymbol } from '#domain/orders/combo';
import type { OrderLeg, OrderTerms } from '#domain/orders/order';
import { DECIMAL_ONE, type Decimal } from '#domain/values/decimal';
import { toldDecimal } from '#domain/values/told-number';
import type { BrokerOrder } from '#engine/ports/broker';
import { comboContract, contractQuery, isCombo, symbolOf } from './contract-query.ts';
import { roundedAmount } from './exact-number.ts';
import type { PriceStep } from './gateway-codec.ts';
import { contractNumber } from './read-order.ts';

/** A contract as TWS knows it, and the steps its prices and quantities go in. */
export interface KnownContract {
  readonly contract: Contract;
  readonly priceSteps: readonly { readonly from: Decimal; readonly step: Decimal }[];
  readonly quantityMin: Decimal | null;
  readonly quantityStep: Decimal | null;
}

export interface ContractQuestions {
  /** Every contract that fits; none when TWS knows no such thing. */
  contracts(query: Contract): Promise<readonly ContractDetails[]>;
  priceSteps(ruleId: number): Promise<readonly PriceStep[]>;
}

/** Which contract of TWS each symbol here is. */
export class ContractBook {
  readonly #questions: ContractQuestions;
  readonly #found = new Map<string, Promise<KnownContract>>();
  readonly #symbols = new Map<number, string>();

  constructor(questions: ContractQuestions) {
    this.#questions = questions;
  }

  /** Throws a RangeError with a sentence for what has no contract or several, a BrokerError when TWS does not answer. */
  find(instrument: BrokerOrder['instrument']): Promise<KnownContract> {
    const known = this.#found.get(instrument.symbol);
    if (known) return known;
    const finding = this.#find(instrument);
    this.#found.set(instrument.symbol, finding);
    finding.catch(() => this.#found.delete(instrument.symbol));
    return finding;
  }

  /** The contract of an order: of several legs one that holds them all. */
  async findOrder({ instrument, legs }: Pick<BrokerOrder, 'instrument' | 'legs'>): Promise<KnownContract> {
    if (legs === undefined) return this.find(instrument);
    const numbered = [];
    for (const leg of legs) {
      const { symbol } = leg;
      const assetClass = parseOptionSymbol(symbol) === undefined ? 'equity' : 'option';
      const { contract } = await this.find({ ...instrument, symbol, assetClass, venue: '' });
      const number = contractNumber(contract);
      if (number === undefined)
        throw new RangeError(`Interactive Brokers tells no number of ${symbol}, which a combination needs`);
      numbered.push({ ...leg, number });
    }
    const contract = comboContract(numbered, instrument.currency);
    return { contract, priceSteps: [], quantityMin: DECIMAL_ONE, quantityStep: DECIMAL_ONE };
  }

  /** Of a combination the name of its legs, where all of them were met before. */
  symbolOf(contract: Contract): string {
    const number = contractNumber(contract);
    const known = number === undefined ? undefined : this.#symbols.get(number);
    if (known !== undefined) return known;
    if (isCombo(contract)) return this.#comboSymbolOf(contract) ?? symbolOf(contract);
    const symbol = symbolOf(contract);
    if (number !== undefined) this.#symbols.set(number, symbol);
    return symbol;
  }

  #comboSymbolOf({ comboLegs = [] }: Contract): string | undefined {
    const legs = comboLegs.flatMap(({ conId = 0, ratio = 1, action }): OrderLeg[] => {
      const symbol = this.#symbols.get(conId);
      return symbol === undefined ? [] : [{ symbol, ratio, side: String(action) === 'BUY' ? 'buy' : 'sell' }];
    });
    return legs.length < comboLegs.length || legs.length === 0 ? undefined : comboSymbol(legs);
  }

  async #find(instrument: BrokerOrder['instrument']): Promise<KnownContract> {
    const query = contractQuery(instrument);
    if (typeof query === 'string') throw new RangeError(query);
    const details = oneOf(await this.#questions.contracts(query), instrument);
    const ruleId = ruleOf(details, String(query.exchange));
    const rule = ruleId === undefined ? [] : await this.#questions.priceSteps(ruleId);
    const steps = rule.length > 0 ? rule : [{ lowEdge: 0, increment: details.minTick ?? 0 }];
    const number = contractNumber(details.contract);
    if (number !== undefined) this.#symbols.set(number, instrument.symbol);
    return {
      contract: { ...query, ...(number === undefined ? {} : { conId: number }) },
      priceSteps: steps.map(({ lowEdge, increment }) => ({
        from: roundedAmount(lowEdge) ?? 0n,
        step: roundedAmount(increment) ?? 0n,
      })),
      quantityMin: roundedAmount(details.minSize),
      quantityStep: roundedAmount(details.sizeIncrement),
    };
  }
}

/** What of an order does not fit the steps of its contract, in a sentence; undefined when all does. */
export function stepFault(
  {
    symbol,
    quantity,
    limitPrice,
    stopPrice,
  }: Pick<OrderTerms, 'symbol' | 'quantity' | 'limitPrice' | 'stopPrice'>,
  { priceSteps, quantityMin, quantityStep }: KnownContract,
): string | undefined {
  if (quantityMin !== null && quantity < quantityMin) {
    return `${symbol} trades from ${toldDecimal(quantityMin)} on at Interactive Brokers; ${toldDecimal(quantity)} is too few`;
  }
  if (quantityStep !== null && quantityStep > 0n && quantity % quantityStep !== 0n) {
    return `${symbol} trades in steps of ${toldDecimal(quantityStep)} at Interactive Brokers; ${toldDecimal(quantity)} is between two`;
  }
  for (const [name, price] of [['limit', limitPrice] as const, ['stop', stopPrice] as const]) {
    if (price === undefined) continue;
    const step = priceSteps.findLast(({ from }) => from <= price)?.step ?? 0n;
    if (step === 0n || price % step === 0n) continue;
    const below = price - (price % step);
    return `the ${name} price ${toldDecimal(price)} of ${symbol} is between the steps of ${toldDecimal(step)} its exchange takes; ${toldDecimal(below)} and ${toldDecimal(below + step)} are next to it`;
  }
  return undefined;
}

function oneOf(
  found: readonly ContractDetails[],
  { symbol, currency, venue }: BrokerOrder['instrument'],
): ContractDetails {
  const atVenue = found.filter(({ contract }) => contract.primaryExch === venue);
  const fitting = found.length > 1 && atVenue.length > 0 ? atVenue : found;
  const [first, second] = fitting;
  if (!first)
    throw new RangeError(`Interactive Brokers knows no ${symbol} in ${currency}; check symbol and currency`);
  if (second) {
    const places = fitting.map(
      ({ contract }) => contract.primaryExch || contract.localSymbol || contract.conId,
    );
    throw new RangeError(
      `${symbol} in ${currency} names ${fitting.length} contracts at Interactive Brokers (${places.join(', ')}); give the instrument its venue`,
    );
  }
  return first;
}

/** The rule of prices of the exchange an order goes to: the lists of exchanges and rules go together. */
function ruleOf(
  { validExchanges = '', marketRuleIds = '' }: ContractDetails,
  exchange: string,
): number | undefined {
  const place = validExchanges.split(',').indexOf(exchange);
  const rule = Number(marketRuleIds.split(',')[place]);
  return place >= 0 && Number.isInteger(rule) && rule > 0 ? rule : undefined;
}
