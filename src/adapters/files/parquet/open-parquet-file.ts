import { basename } from 'node:path';
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import type { ImportSource } from '#engine/ports/import-source';
import { damagedParquet, PARQUET_PACKINGS, parquetLine } from './read-parquet-lines.ts';

/** Rows turned into text at a time. */
const ROWS = 10_000;
const UTF8 = new TextEncoder();

/**
 * A Parquet file as a source of JSON lines, a row group at a time. Throws an OctopusError FILE_UNREADABLE.
 */
export function openParquetFile(path: string): ImportSource {
  const fileName = basename(path);
  let share = 0;
  return {
    fileName,
    progress: () => share,
    async *parts(signal) {
      try {
        const file = await asyncBufferFromFile(path);
        const metadata = await parquetMetadataAsync(file);
        const total = Number(metadata.num_rows);
        let rowStart = 0;
        for (const group of metadata.row_groups) {
          signal?.throwIfAborted();
          const rowEnd = rowStart + Number(group.num_rows);
          const rows = await parquetReadObjects({
            file,
            metadata,
            rowStart,
            rowEnd,
            compressors: PARQUET_PACKINGS,
          });
          for (let at = 0; at < rows.length; at += ROWS) {
            share = (rowStart + at) / total;
            yield UTF8.encode(
              `${rows
                .slice(at, at + ROWS)
                .map(parquetLine)
                .join('\n')}\n`,
            );
          }
          rowStart = rowEnd;
        }
        share = 1;
      } catch (error) {
        signal?.throwIfAborted();
        throw damagedParquet(fileName, error);
      }
    },
  };
}
