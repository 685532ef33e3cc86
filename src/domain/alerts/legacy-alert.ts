/** Rule of an alert as it was written before rules were text: one measure, one crossing, one threshold. */
export function ruleOfLegacyAlert(condition: {
  readonly measure: string;
  readonly operator: string;
  readonly threshold: number;
}): string {
  const measures: Readonly<Record<string, string>> = { 'change-pct': 'change', rsi: 'rsi(14,1d)' };
  return `${measures[condition.measure] ?? condition.measure} ${condition.operator} ${condition.threshold}`;
}
