/** What is known of every trial, in the order of its row; NaN where a figure has no value. */
export const TRIAL_FIELDS = [
  'equityFinal',
  'returnPct',
  'annualizedReturnPct',
  'volatilityPct',
  'sharpe',
  'sortino',
  'calmar',
  'maxDrawdownPct',
  'exposurePct',
  'trades',
  'winRatePct',
  'profitFactor',
  'feesPaid',
  /** Mean over sample deviation of the periods' returns, not annualised: what deflation is computed on. */
  'periodSharpe',
] as const;

export type TrialField = (typeof TRIAL_FIELDS)[number];
export type TrialStatistics = Readonly<Record<TrialField, number | null>>;

/** Where a field stands in a row. */
export const FIELD = Object.fromEntries(TRIAL_FIELDS.map((name, i) => [name, i])) as Readonly<
  Record<TrialField, number>
>;

/** Behind the statistics of a row: the objective, the objective half-way (NaN when not asked for), and 1 if given up there. */
export const OBJECTIVE = TRIAL_FIELDS.length;
export const INTERIM = TRIAL_FIELDS.length + 1;
export const PRUNED = TRIAL_FIELDS.length + 2;
/** Numbers in a trial's row. */
export const ROW_WIDTH = TRIAL_FIELDS.length + 3;

/** Fields that a kernel knows who goes from trade to trade. */
export const RETURN_FIELDS: readonly TrialField[] = ['equityFinal', 'returnPct', 'trades'];
/** Those it knows when it adds period returns up. */
export const PERIOD_FIELDS: readonly TrialField[] = [
  ...RETURN_FIELDS,
  'annualizedReturnPct',
  'volatilityPct',
  'sharpe',
  'sortino',
  'periodSharpe',
];

/** The statistics in a row, null where they have no value. */
export function trialStatisticsAt(rows: Float64Array, offset: number): TrialStatistics {
  return Object.fromEntries(
    TRIAL_FIELDS.map((name, i) => [name, Number.isFinite(rows[offset + i]!) ? rows[offset + i]! : null]),
  ) as Record<TrialField, number | null>;
}
