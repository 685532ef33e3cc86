import type { Column } from '../../../components/data-table.tsx';
import { formatCount, formatNumber, formatSigned, signOf } from '../../../format/number.ts';
import { parameterValueText } from './fact.tsx';
import type { FoundParameters } from './search-draft.ts';

type Trial = FoundParameters['top'][number] & { readonly id: string };

/** The columns of the best trials: a column a parameter, then what they gave. */
export function foundColumns(names: readonly string[]): readonly Column<Trial>[] {
  const right = (column: Omit<Column<Trial>, 'align' | 'width'>): Column<Trial> => ({
    ...column,
    align: 'right',
    width: 'minmax(50px, 1fr)',
  });
  return [
    ...names.map((name) =>
      right({
        id: `parameter ${name}`,
        header: name,
        sortBy: ({ parameters }) => parameters[name] ?? null,
        cell: ({ parameters }) => parameterValueText(parameters[name] ?? 0),
      }),
    ),
    right({
      id: 'objective',
      header: 'Value',
      hint: 'What was to be as large as it can',
      sortBy: ({ objective }) => objective,
      cell: ({ objective }) => formatNumber(objective, 3),
    }),
    right({
      id: 'return',
      header: 'Ret. %',
      hint: 'Return in percent',
      sortBy: ({ statistics }) => statistics.returnPct,
      cell: ({ statistics }) => (
        <span className={signOf(statistics.returnPct)}>
          {formatSigned(statistics.returnPct, Math.abs(statistics.returnPct) < 100 ? 1 : 0)}
        </span>
      ),
    }),
    right({
      id: 'drawdown',
      header: 'Fall %',
      hint: 'Deepest drawdown in percent',
      sortBy: ({ statistics }) => statistics.maxDrawdownPct,
      cell: ({ statistics }) => formatNumber(statistics.maxDrawdownPct, 1),
    }),
    right({
      id: 'trades',
      header: 'Trades',
      sortBy: ({ statistics }) => statistics.trades,
      cell: ({ statistics }) => formatCount(statistics.trades),
    }),
  ];
}
