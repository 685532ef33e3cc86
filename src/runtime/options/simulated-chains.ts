import { OctopusError } from '#contract/errors';
import type { Instrument } from '#domain/instruments/instrument';
import { expirationTime, usualExpirations } from '#domain/options/expiration';
import { simulatedChain } from '#domain/options/simulated-chain';
import type { OptionChainProvider, ProviderChain } from '#engine/ports/option-chains';
import type { UnderlyingPrices } from './underlying-prices.ts';

/** Where too few closes are stored to measure it. */
const USUAL_VOLATILITY = 0.25;

/** Chains made up around the real price of an underlying, so that all of this works without an account. */
export class SimulatedChains implements OptionChainProvider {
  readonly id = 'simulated';
  readonly name = 'SIMULATED';
  readonly capabilities: OptionChainProvider['capabilities'] = {
    delayMs: 0,
    hasOpenInterest: false,
    isSimulated: true,
    access: 'free',
    budget: [],
    note: 'Made up: model values around the real price of the underlying, with the realised volatility of 60 days at the money, times 1 − 0.1·x + 0.03·x² at x standard deviations above the forward. Nobody quotes these prices.',
  };
  readonly #prices: UnderlyingPrices;
  readonly #instrumentOf: (symbol: string) => Instrument;

  constructor(prices: UnderlyingPrices, instrumentOf: (symbol: string) => Instrument) {
    this.#prices = prices;
    this.#instrumentOf = instrumentOf;
  }

  async expirations(underlying: string): Promise<readonly string[]> {
    this.#checkListed(underlying);
    return usualExpirations((await this.#prices.spot(underlying)).time);
  }

  async chain({
    underlying,
    expiration,
  }: {
    readonly underlying: string;
    readonly expiration: string;
  }): Promise<ProviderChain> {
    this.#checkListed(underlying);
    const price = await this.#prices.spot(underlying);
    if (expirationTime(expiration) <= price.time)
      throw new OctopusError(
        'NOT_FOUND',
        `options of ${expiration} have expired at the time of the price of ${underlying}; choose a later date`,
      );
    const { ratePct, dividendYieldPct } = await this.#prices.assumptions(underlying, price, {});
    const measured = await this.#prices.volatility(underlying, price.time);
    const quotes = simulatedChain({
      underlying,
      expiration,
      spot: price.spot,
      now: price.time,
      rate: ratePct / 100,
      dividendYield: dividendYieldPct / 100,
      volatility: measured !== null && measured > 0 ? measured : USUAL_VOLATILITY,
    });
    return { underlying, quotes, spot: price.spot, spotTime: price.time, setAside: [] };
  }

  check(): Promise<void> {
    return Promise.resolve();
  }

  /** Options are listed on shares, funds and indices. */
  #checkListed(underlying: string): void {
    const { assetClass } = this.#instrumentOf(underlying);
    const isListed = assetClass === 'equity' || assetClass === 'index';
    if (isListed && /^[A-Z]{1,6}$|^BRK\.B$|^BF\.B$/.test(underlying)) return;
    throw new OctopusError(
      'NOT_FOUND',
      `no options are simulated on ${underlying}; choose a share, a fund or an index of up to six letters`,
    );
  }
}
