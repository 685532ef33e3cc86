import type { ReactNode } from 'react';

/** A column of a table: its head, its width, what stands in its cells and what they sort by. */
export interface Column<Row> {
  readonly id: string;
  /** Empty for a column of buttons; `label` then names it. */
  readonly header: string;
  readonly label?: string;
  /** Tooltip of the header: what the column means, its unit and source. */
  readonly hint?: string;
  readonly align?: 'left' | 'right';
  /** A CSS grid track that starts with its least width in pixels, the same for all rows: `70px` or `minmax(70px, 1fr)`. */
  readonly width: string;
  /** Left out where the table is too narrow, so that the columns behind it stay in sight; told elsewhere too. */
  readonly isOptional?: boolean;
  /** What the column sorts by; a column without it cannot be sorted. */
  readonly sortBy?: (row: Row) => string | number | null;
  readonly cell: (row: Row) => ReactNode;
}
