import { parquetWriteBuffer } from 'hyparquet-writer';

/** A column of a table: numbers, texts, or instants in milliseconds; null for what is not there. */
export interface TableColumn {
  readonly name: string;
  readonly kind: 'number' | 'text' | 'time';
  readonly values: ArrayLike<number | string | null>;
}

const TYPES = { number: 'DOUBLE', text: 'STRING', time: 'TIMESTAMP' } as const;

/** Columns of one length as a Parquet file: float64, text and UTC timestamps of milliseconds, all of them optional. */
export function writeParquetTable(columns: readonly TableColumn[]): Uint8Array {
  return new Uint8Array(
    parquetWriteBuffer({
      columnData: columns.map(({ name, kind, values }) => ({
        name,
        type: TYPES[kind],
        nullable: true,
        data: Array.from(values, (value) => (kind === 'time' && value !== null ? new Date(value) : value)),
      })),
    }),
  );
}
