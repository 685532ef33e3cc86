import type { QuarantinedRow } from '#contract/services/market-data';
import type { Column } from '../../components/data-table.tsx';
import { countColumn, wordsColumn } from './columns.tsx';

/** The boxes at the left, for what is to be done with many rows at once. */
export function markColumn(
  marked: ReadonlySet<string>,
  toggle: (id: string) => void,
): Column<QuarantinedRow> {
  return {
    id: 'mark',
    header: '',
    label: 'Marked',
    width: '24px',
    cell: ({ id, line, source }) => (
      <input
        type="checkbox"
        className="mark-box"
        tabIndex={-1}
        aria-label={`Mark line ${line} of ${source}`}
        checked={marked.has(id)}
        onChange={() => toggle(id)}
        onClick={(event) => event.stopPropagation()}
      />
    ),
  };
}

/** Where a row came from, what is wrong with it, and how it stood. */
export const ROW_COLUMNS: readonly Column<QuarantinedRow>[] = [
  wordsColumn({ id: 'source', header: 'From', width: 'minmax(90px, 1.2fr)' }, ({ source }) => source),
  countColumn({ id: 'line', header: 'Line', width: '58px' }, ({ line }) => line),
  wordsColumn({ id: 'symbol', header: 'Symbol', width: '82px', className: 'strong' }, ({ symbol }) => symbol),
  wordsColumn(
    { id: 'reason', header: 'Reason', width: 'minmax(180px, 3fr)', className: 'warning' },
    ({ reason }) => reason,
  ),
  {
    id: 'raw',
    header: 'Row as it stood',
    width: 'minmax(140px, 3fr)',
    cell: ({ raw }) => (
      <code className="muted selectable" title={raw}>
        {raw}
      </code>
    ),
  },
];
