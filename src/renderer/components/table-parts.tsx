// biome-ignore-all lint/a11y/useSemanticElements: rows are placed by a virtual list on a CSS grid, which table elements cannot be
import { memo, type ReactNode } from 'react';
import type { RowDrag } from './row-drag.ts';
import type { SortDirection } from './sort-rows.ts';
import type { Column } from './table-column.ts';

/** What a table is sorted by. */
export interface Sort {
  readonly columnId: string;
  readonly direction: SortDirection;
}

/** The head of a column; pressing it sorts up, then down, then not at all. */
export function ColumnHead<Row>({
  column,
  sort,
  onSort,
}: {
  readonly column: Column<Row>;
  readonly sort: Sort | null;
  readonly onSort: (sort: Sort | null) => void;
}): ReactNode {
  const direction = sort?.columnId === column.id ? sort.direction : null;
  const alignment = column.align === 'right' ? 'cell right' : 'cell';
  if (!column.sortBy)
    return (
      <div className={alignment} role="columnheader" tabIndex={-1} title={column.hint}>
        {column.header || <span className="visually-hidden">{column.label}</span>}
      </div>
    );
  const next: Sort | null =
    direction === null
      ? { columnId: column.id, direction: 'ascending' }
      : direction === 'ascending'
        ? { columnId: column.id, direction: 'descending' }
        : null;
  return (
    <div
      className={alignment}
      role="columnheader"
      tabIndex={-1}
      aria-sort={direction ?? 'none'}
      title={column.hint}
    >
      <button type="button" onClick={() => onSort(next)}>
        {column.header}
        {direction && <span aria-hidden="true">{direction === 'ascending' ? ' ↑' : ' ↓'}</span>}
      </button>
    </div>
  );
}

interface TableRowProps {
  readonly id: string;
  readonly row: unknown;
  readonly columns: readonly Column<unknown>[];
  readonly isSelected: boolean;
  readonly index: number;
  readonly top: number | undefined;
  readonly onSelect: () => void;
  readonly onActivate: () => void;
  /** Shown over the whole width instead of cells. */
  readonly wide: ReactNode | null;
  readonly className: string;
  readonly drag: RowDrag | undefined;
}

/** Handlers are new on each draw but mean the same row, so they do not count as a change. */
export const TableRow = memo(
  function TableRow({
    id,
    row,
    columns,
    isSelected,
    index,
    top,
    onSelect,
    onActivate,
    wide,
    className,
    drag,
  }: TableRowProps): ReactNode {
    return (
      // biome-ignore lint/a11y/useKeyWithClickEvents: the grid itself handles the keys for its rows
      <div
        id={id}
        className={className}
        {...drag?.(index)}
        role="row"
        aria-rowindex={index + 2}
        aria-selected={isSelected}
        tabIndex={-1}
        onClick={onSelect}
        onDoubleClick={onActivate}
        style={top === undefined ? undefined : { position: 'absolute', top }}
      >
        {wide !== null && (
          <div className="cell" role="gridcell" tabIndex={-1}>
            {wide}
          </div>
        )}
        {(wide === null ? columns : []).map((column) => (
          <div
            key={column.id}
            className={column.align === 'right' ? 'cell right' : 'cell'}
            role="gridcell"
            tabIndex={-1}
          >
            {column.cell(row)}
          </div>
        ))}
      </div>
    );
  },
  (before, after) =>
    before.row === after.row &&
    before.columns === after.columns &&
    before.isSelected === after.isSelected &&
    before.className === after.className &&
    before.index === after.index &&
    before.drag === after.drag &&
    before.top === after.top,
);
