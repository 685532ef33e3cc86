// biome-ignore-all lint/a11y/useSemanticElements: rows are placed by a virtual list on a CSS grid, which table elements cannot be
import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type CSSProperties,
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from 'react';
import { leastWidth, useFittingColumns } from './fitting-columns.ts';
import { useRowDrag } from './row-drag.ts';
import { sortTogether, splitBefore } from './sort-rows.ts';
import type { Column } from './table-column.ts';
import { ColumnHead, type Sort, TableRow } from './table-parts.tsx';

export type { Column };

/** Height of a row and of the head in CSS pixels. */
export const ROW_HEIGHT = 25;
/** Longer tables keep only the visible rows in the page. */
const VIRTUAL_FROM = 80;
const PAGE_ROWS = 15;
/** Padding of a row at both ends together. */
const ROW_PADDING = 8;

export interface DataTableProps<Row> {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly idOf: (row: Row) => string;
  readonly selectedId?: string | null;
  /** Arrow keys and clicks. */
  readonly onSelect?: (row: Row) => void;
  /** Enter and double clicks. */
  readonly onActivate?: (row: Row) => void;
  /** Keys the table does not know, with the selected row. */
  readonly onRowKey?: (event: KeyboardEvent, row: Row) => void;
  /** Shown instead of rows while there are none. */
  readonly empty: ReactNode;
  /** The rows are the last known ones, not the present. */
  readonly isStale?: boolean;
  /** What a row shows over its whole width instead of cells: a heading. Rows are sorted between headings only. */
  readonly headingOf?: (row: Row) => ReactNode | null;
  /** What a row shows over its whole width that is no heading: details of the row above it. */
  readonly wideOf?: (row: Row) => ReactNode | null;
  /** Rows that belong to the nearest one above that does not: sorting moves them with it. */
  readonly isBeneath?: (row: Row) => boolean;
  /** Class names of a row beside its own. */
  readonly classOf?: (row: Row) => string;
  /** Lets rows be moved by dragging and by Alt ↑ ↓ while nothing sorts them; `toIndex` counts without the moved row. */
  readonly onMove?: (fromIndex: number, toIndex: number) => void;
  /** Leaves out the last columns that have no room, rather than scrolling sideways: what they say must be told elsewhere too. */
  readonly isFitted?: boolean;
  /** Sorts anew so often, in milliseconds, for values that change by themselves. */
  readonly resortMs?: number;
}

/** A dense table: sorts by its heads, walks by arrow keys, draws only what is in view when it is long. */
export function DataTable<Row>(props: DataTableProps<Row>): ReactNode {
  const { label, rows, idOf, empty, isStale = false } = props;
  const [sort, setSort] = useState<Sort | null>(null);
  const [ownSelectedId, setOwnSelectedId] = useState<string | null>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const columns = useFittingColumns(scroller, props.columns, {
    isFitted: props.isFitted ?? false,
    padding: ROW_PADDING,
  });
  const tableId = useId();
  const selectedId = props.selectedId === undefined ? ownSelectedId : props.selectedId;

  const { headingOf, wideOf, isBeneath, classOf, onMove } = props;
  const round = useRounds(sort === null ? undefined : props.resortMs);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a round sorts by the values of now
  const sorted = useMemo(() => {
    const column = sort && columns.find(({ id }) => id === sort.columnId);
    if (!column?.sortBy || !sort) return rows;
    const { sortBy } = column;
    const isHeading = (row: Row): boolean => headingOf !== undefined && headingOf(row) !== null;
    return splitBefore(rows, isHeading).flatMap((part) => {
      const head = part.slice(0, part[0] !== undefined && isHeading(part[0]) ? 1 : 0);
      const rest = part.slice(head.length);
      return [...head, ...sortTogether(rest, isBeneath, sortBy, sort.direction)];
    });
  }, [rows, columns, sort, headingOf, isBeneath, round]);
  const drag = useRowDrag(sort === null ? onMove : undefined);
  const style = useMemo(() => gridStyle(columns.map(({ width }) => width)), [columns]);
  const isVirtual = sorted.length > VIRTUAL_FROM;
  const virtualizer = useVirtualizer({
    count: isVirtual ? sorted.length : 0,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 6,
    scrollPaddingStart: ROW_HEIGHT,
  });

  function select(index: number): void {
    const row = sorted[index];
    if (row === undefined) return;
    setOwnSelectedId(idOf(row));
    props.onSelect?.(row);
    if (isVirtual) virtualizer.scrollToIndex(index);
    else document.getElementById(rowId(tableId, idOf(row)))?.scrollIntoView({ block: 'nearest' });
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || isControl(event.target)) return;
    const index = sorted.findIndex((row) => idOf(row) === selectedId);
    if (event.altKey) {
      const to = event.key === 'ArrowUp' ? index - 1 : event.key === 'ArrowDown' ? index + 1 : -1;
      if (!onMove || sort !== null || index < 0 || to < 0 || to >= sorted.length) return;
      onMove(index, to);
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    const target = targetIndex(event.key, index, sorted.length);
    const row = sorted[index];
    if (target !== null) select(target);
    else if (event.key === 'Enter' && row !== undefined && props.onActivate) props.onActivate(row);
    else {
      if (row !== undefined) props.onRowKey?.(event, row);
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  const classNameOf = (item: Row): string =>
    [
      'table-row',
      idOf(item) === selectedId && 'selected',
      headingOf !== undefined && headingOf(item) !== null && 'heading',
      classOf?.(item),
    ]
      .filter(Boolean)
      .join(' ');
  const row = (item: Row, index: number, top?: number): ReactNode => (
    <TableRow
      key={idOf(item)}
      id={rowId(tableId, idOf(item))}
      row={item}
      columns={columns as readonly Column<unknown>[]}
      isSelected={idOf(item) === selectedId}
      index={index}
      top={top}
      onSelect={() => select(index)}
      onActivate={() => props.onActivate?.(item)}
      wide={headingOf?.(item) ?? wideOf?.(item) ?? null}
      className={classNameOf(item)}
      drag={drag}
    />
  );

  const activeRow = selectedId !== null && sorted.some((item) => idOf(item) === selectedId);
  return (
    <div
      ref={scroller}
      className={isStale ? 'table stale' : 'table'}
      role="grid"
      aria-label={label}
      aria-rowcount={sorted.length + 1}
      aria-activedescendant={activeRow ? rowId(tableId, selectedId) : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
      style={style}
    >
      <div className="table-head" role="row" tabIndex={-1}>
        {columns.map((column) => (
          <ColumnHead key={column.id} column={column} sort={sort} onSort={setSort} />
        ))}
      </div>
      {sorted.length === 0 && empty}
      {!isVirtual && sorted.map((item, index) => row(item, index))}
      {isVirtual && (
        <div className="table-space" role="presentation" style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map(({ index, start }) => {
            const item = sorted[index];
            return item === undefined ? null : row(item, index, start);
          })}
        </div>
      )}
    </div>
  );
}

/** A number that changes each time so many milliseconds have gone by. */
function useRounds(everyMs: number | undefined): number {
  const [round, setRound] = useState(0);
  useEffect(() => {
    if (everyMs === undefined) return undefined;
    const timer = setInterval(() => setRound((count) => count + 1), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return round;
}

/** One grid for all rows: tracks from the columns, and a width below which the table scrolls sideways. */
function gridStyle(tracks: readonly string[]): CSSProperties {
  const widthMin = tracks.reduce((sum, track) => sum + leastWidth(track), ROW_PADDING);
  return { '--columns': tracks.join(' '), '--width-min': `${widthMin}px` } as CSSProperties;
}

/** Whether a key press belongs to a button or field inside the table. */
function isControl(target: EventTarget): boolean {
  return target instanceof Element && target.closest('button, input, select, a') !== null;
}

function rowId(tableId: string, id: string): string {
  return `${tableId}-${id}`;
}

/** Where a key moves the selection of a table of `count` rows; null when it does not. */
function targetIndex(key: string, index: number, count: number): number | null {
  const last = count - 1;
  const steps: Record<string, number> = {
    ArrowDown: index + 1,
    ArrowUp: index < 0 ? last : index - 1,
    PageDown: index + PAGE_ROWS,
    PageUp: index - PAGE_ROWS,
    Home: 0,
    End: last,
  };
  const target = steps[key];
  return target === undefined || count === 0 ? null : Math.max(0, Math.min(last, target));
}
