import type { StrategyName } from '#domain/options/named-strategies';

/** What people call each strategy. */
export const STRATEGY_WORDS: Readonly<Record<StrategyName, string>> = {
  vertical: 'Vertical spread',
  straddle: 'Straddle',
  strangle: 'Strangle',
  'iron-condor': 'Iron condor',
  butterfly: 'Butterfly',
  calendar: 'Calendar spread',
  'covered-call': 'Covered call',
};
