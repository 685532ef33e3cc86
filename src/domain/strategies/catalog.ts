import { bollingerReversal } from './bollinger-reversal.ts';
import { breakout } from './breakout.ts';
import { buyAndHold } from './buy-and-hold.ts';
import { macdCrossover } from './macd-crossover.ts';
import { rsiReversal } from './rsi-reversal.ts';
import { smaCrossover } from './sma-crossover.ts';
import type { StrategyDefinition } from './strategy.ts';

export { resolveParameters } from '../indicators/parameters.ts';

/** Every strategy, in the order shown. */
export const STRATEGIES: readonly StrategyDefinition[] = [
  smaCrossover,
  rsiReversal,
  breakout,
  macdCrossover,
  bollingerReversal,
  buyAndHold,
];

/** The strategy behind a slug in any case, or undefined for a stranger. */
export function findStrategy(name: string): StrategyDefinition | undefined {
  const wanted = name.toLowerCase();
  return STRATEGIES.find(({ slug }) => slug === wanted);
}

/** Every name {@link findStrategy} knows. */
export function strategyNames(): string[] {
  return STRATEGIES.map(({ slug }) => slug);
}
