/** Strategies the fusion listens to, with their parameters, and how much each kind of voice weighs. */
export const strategyConfig = {
  strategies: [
    { slug: 'sma-crossover', parameters: { fast: 10, slow: 30 }, weight: 0.35 },
    { slug: 'breakout', parameters: { entry: 20, exit: 10 }, weight: 0.3 },
    { slug: 'rsi-reversal', parameters: { period: 14, lower: 30, upper: 70 }, weight: 0.15 },
  ],
  modelWeight: 0.15,
  sentimentWeight: 0.05,
  /** A flat account buys at or above it. */
  entryScore: 0.25,
  /** A long position is closed at or below it. */
  exitScore: -0.1,
} as const;
