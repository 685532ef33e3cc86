/** Bar lengths the workstation stores and draws. */
export const TIMEFRAMES = ['1s', '1m', '5m', '1h', '1d'] as const;
export type Timeframe = (typeof TIMEFRAMES)[number];

const MILLISECONDS: Record<Timeframe, number> = {
  '1s': 1_000,
  '1m': 60_000,
  '5m': 300_000,
  '1h': 3_600_000,
  '1d': 86_400_000,
};

/** Length of one bar in milliseconds (a day counts 24 hours: daily bars are labelled by their calendar date). */
export function timeframeMs(timeframe: Timeframe): number {
  return MILLISECONDS[timeframe];
}

export function isTimeframe(text: string): text is Timeframe {
  return (TIMEFRAMES as readonly string[]).includes(text);
}
