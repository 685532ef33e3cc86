/** How headlines become a mood. */
export interface AlternativeDataConfig {
  /** After so long a headline counts half. */
  readonly halfLifeMs: number;
  /** Older headlines do not count. */
  readonly windowMs: number;
}

const DAY_MS = 86_400_000;

export const alternativeDataDefaults: AlternativeDataConfig = {
  halfLifeMs: 2 * DAY_MS,
  windowMs: 10 * DAY_MS,
};
