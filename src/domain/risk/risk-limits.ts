/** What an account may do, in percent of its equity (of the last price for the collar). */
export interface RiskLimits {
  /** Largest share of equity in one symbol. */
  readonly positionPctMax: number;
  /** Largest gross exposure as a share of equity. */
  readonly grossExposurePctMax: number;
  /** Largest order as a share of equity. */
  readonly orderPctMax: number;
  /** A limit price further than this from the last price is refused. */
  readonly priceCollarPct: number;
  /** Trading halts for the day at this loss, except towards flat. */
  readonly dailyLossPctMax: number;
  /** Share of equity a stop-out may cost; drives the size of strategy orders. */
  readonly riskPerTradePct: number;
}
