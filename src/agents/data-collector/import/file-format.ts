import type { ColumnRole, DateOrder, FileContent, QuoteSide } from '#domain/market/column-role';
import type { DecimalSign } from './file-number.ts';

export interface FileColumn {
  readonly name: string;
  readonly role: ColumnRole;
  /** Symbol a column of role `value` is stored under; its name unless given. */
  readonly symbol?: string | undefined;
}

/** How the rows of a file are to be read. Plain data: kept with quarantined rows, so that one can be judged again. */
export interface FileFormat {
  readonly kind: 'separated' | 'json';
  readonly delimiter: string;
  readonly decimal: DecimalSign;
  readonly hasHeader: boolean;
  readonly columns: readonly FileColumn[];
  readonly dateOrder: DateOrder;
  /** IANA name of the zone of times without an offset. */
  readonly zone: string;
  readonly content: FileContent;
  readonly side: QuoteSide;
  /** `values` may be zero or below and are never traded: yields, returns, indices. */
  readonly as: 'prices' | 'values';
}

/** What a person says of a file; all the rest is found. */
export interface FileMapping {
  readonly columns?: readonly { column: string; role: ColumnRole; symbol?: string | undefined }[] | undefined;
  readonly delimiter?: string | undefined;
  readonly decimal?: DecimalSign | undefined;
  readonly dateOrder?: DateOrder | undefined;
  readonly zone?: string | undefined;
  readonly hasHeader?: boolean | undefined;
  readonly side?: QuoteSide | undefined;
  readonly as?: 'prices' | 'values' | undefined;
}

/** Index of the column of a role, -1 when there is none. */
export function columnOf(format: Pick<FileFormat, 'columns'>, role: ColumnRole): number {
  return format.columns.findIndex((column) => column.role === role);
}

/** Columns that are series of their own, with their place in the row. */
export function valueColumns(format: Pick<FileFormat, 'columns'>): { name: string; at: number }[] {
  return format.columns.flatMap(({ role, symbol, name }, at) =>
    role === 'value' ? [{ name: symbol ?? name, at }] : [],
  );
}
