import type { BacktestOptions } from '#contract/services/backtests';

/** What a backtest's options mean to a kernel: the same account, in numbers and flags. */
export interface TrialRules {
  readonly cash: number;
  readonly commission: number;
  readonly isLongOnly: boolean;
  readonly isFilledAtClose: boolean;
  readonly closeAtEnd: BacktestOptions['closeAtEnd'];
  readonly isWhole: boolean;
  readonly size: number;
}

/** Whether a kernel knows all of an account: one with terms of its own, or costs beside the plain commission, is the engine's. */
export function isKernelAccount({ costs, account }: Pick<BacktestOptions, 'costs' | 'account'>): boolean {
  return costs === undefined && account === undefined;
}

/** The rules of an account with those options. */
export function trialRules(
  options: Pick<
    BacktestOptions,
    'cash' | 'commission' | 'direction' | 'fill' | 'closeAtEnd' | 'units' | 'size'
  >,
): TrialRules {
  return {
    cash: options.cash,
    commission: options.commission,
    isLongOnly: options.direction === 'long',
    isFilledAtClose: options.fill === 'close',
    closeAtEnd: options.closeAtEnd,
    isWhole: options.units === 'whole',
    size: options.size,
  };
}

/** The last bar on which a decision may still be taken; a later one could not fill, or the end would undo it at once. */
export function lastDecidingBar(rules: TrialRules, length: number): number {
  return rules.isFilledAtClose && rules.closeAtEnd === 'none' ? length - 1 : length - 2;
}

/** The price that exact books fill at: rounded to the eighth place, where float64 tells that place. */
export function bookedPrice(price: number): number {
  const scaled = price * 1e8;
  return scaled < Number.MAX_SAFE_INTEGER ? Math.round(scaled) / 1e8 : price;
}

/** Units that the cash buys, rounded down to whole ones or to the eighth place; 0 when not even the smallest fits. */
export function trialQuantity(rules: TrialRules, cash: number, price: number): number {
  if (cash <= 0) return 0;
  const budget = cash * rules.size;
  const unitCost = price * (1 + rules.commission);
  const wanted = budget / unitCost;
  if (!rules.isWhole) return Math.floor(wanted * 1e8) / 1e8;
  // Exact books would buy the unit whose price differs from the budget by rounding only.
  const whole = Math.floor(wanted);
  return (whole + 1) * unitCost <= budget * (1 + 1e-15) ? whole + 1 : whole;
}
