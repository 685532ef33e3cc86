import type { ReactNode } from 'react';
import type { Column } from '../../components/data-table.tsx';
import { formatCount } from '../../format/number.ts';
import { formatDate } from '../../format/time.ts';

type Frame<Row> = Pick<Column<Row>, 'id' | 'header'> & Partial<Pick<Column<Row>, 'hint' | 'width'>>;

/** A column of words, cut with the whole in its tooltip. */
export function wordsColumn<Row>(
  frame: Frame<Row> & { readonly width: string; readonly className?: string },
  read: (row: Row) => string,
): Column<Row> {
  const { className, ...column } = frame;
  return {
    ...column,
    sortBy: read,
    cell: (row) => (
      <span className={className} title={read(row)}>
        {read(row)}
      </span>
    ),
  };
}

/** A column of whole numbers; of those that say that something is wrong, others than zero stand out. */
export function countColumn<Row>(
  frame: Frame<Row> & { readonly isWarning?: boolean },
  read: (row: Row) => number | null,
): Column<Row> {
  const { isWarning = false, ...column } = frame;
  return {
    width: '78px',
    ...column,
    align: 'right',
    sortBy: read,
    cell: (row) => <Count count={read(row)} isWarning={isWarning} />,
  };
}

function Count({
  count,
  isWarning,
}: {
  readonly count: number | null;
  readonly isWarning: boolean;
}): ReactNode {
  const className = isWarning ? (count ? 'warning' : 'muted') : '';
  return <span className={`number ${className}`}>{formatCount(count)}</span>;
}

/** A column of dates, UTC. */
export function dateColumn<Row>(frame: Frame<Row>, read: (row: Row) => number | null): Column<Row> {
  return {
    width: '92px',
    ...frame,
    align: 'right',
    sortBy: read,
    cell: (row) => formatDate(read(row)),
  };
}
