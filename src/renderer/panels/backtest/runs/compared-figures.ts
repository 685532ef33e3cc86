import type { BacktestStatistics } from '#contract/services/backtests';
import { type FigureId, figureDefinition } from '#domain/reports/figures';
import { figureText } from '../tear-sheet/figure-text.ts';

const COMPARED = [
  'returnPct',
  'annualizedReturnPct',
  'volatilityPct',
  'sharpe',
  'sortino',
  'calmar',
  'maxDrawdownPct',
  'trades',
  'winRatePct',
  'profitFactor',
  'exposurePct',
  'feesPaid',
  'equityFinal',
] as const satisfies readonly (FigureId & keyof BacktestStatistics)[];

export interface ComparedFigure {
  readonly id: FigureId;
  readonly name: string;
  readonly hint: string;
  /** One a run. */
  readonly texts: readonly string[];
  /** Which run has the better value; −1 where none is better. */
  readonly bestIndex: number;
}

/** The same figures of several runs, each with who is best where more (or less) is better. */
export function comparedFigures(statistics: readonly BacktestStatistics[]): ComparedFigure[] {
  return COMPARED.map((id) => {
    const { label, unit, definition, sense } = figureDefinition(id);
    const values = statistics.map((each) => each[id]);
    return {
      id,
      name: label,
      hint: definition,
      texts: values.map((value) => figureText(value, unit)),
      bestIndex: sense === undefined ? -1 : indexOfBest(values, sense),
    };
  });
}

function indexOfBest(values: readonly (number | null)[], sense: 'more' | 'less'): number {
  const known = values.filter((value) => value !== null);
  if (new Set(known).size < 2) return -1;
  return values.indexOf(sense === 'more' ? Math.max(...known) : Math.min(...known));
}
