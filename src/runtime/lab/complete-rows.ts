import { inspectFile } from '#agents/data-collector/import/detect-format';
import type { FileMapping } from '#agents/data-collector/import/file-format';
import { columnOf } from '#agents/data-collector/import/file-format';
import { isBlankCell } from '#agents/data-collector/import/file-number';
import { splitLine } from '#agents/data-collector/import/split-line';

/** The text of a price file as bars can be read from it, what is to be said of its columns, and what was made up. */
export interface CompleteRows {
  readonly text: string;
  readonly mapping: FileMapping;
  readonly notes: readonly string[];
}

/** Characters that columns are told from. */
const HEAD = 65_536;

/**
 * For reckoning alone, never for trading: a file of highs, lows and closes without opens is given an open column equal to
 * its closes, and a column of volume that is blank throughout is left out. Every other text is answered as it is.
 */
export function completeRows(fileName: string, text: string): CompleteRows {
  const { format } = inspectFile(fileName, text.slice(0, HEAD));
  if (format.kind === 'json' || !format.hasHeader) return { text, mapping: {}, notes: [] };
  const { columns, delimiter } = format;
  const lines = text.split(/\r\n|\n|\r/);
  const header = lines.findIndex((line) => line.trim() !== '');
  const notes: string[] = [];
  const volume = columnOf(format, 'volume');
  const isBlank = (line: string) => isBlankCell(splitLine(line, delimiter)?.[volume] ?? '');
  const hasNoVolume = volume >= 0 && lines.slice(header + 1).every(isBlank);
  if (hasNoVolume) notes.push('its volumes are blank and taken as 0');
  const mapping: FileMapping = hasNoVolume
    ? { columns: [{ column: columns[volume]!.name, role: 'ignore' }] }
    : {};
  const close = columnOf(format, 'close');
  const isOpenMissing =
    columnOf(format, 'open') < 0 &&
    [close, columnOf(format, 'high'), columnOf(format, 'low')].every((at) => at >= 0);
  if (!isOpenMissing) return { text, mapping, notes };
  const completed = lines.map((line, i) => {
    if (i < header || line.trim() === '') return line;
    const cell = i === header ? 'open' : (splitLine(line, delimiter)?.[close] ?? '');
    return `${line}${delimiter}${cell.includes(delimiter) ? `"${cell}"` : cell}`;
  });
  return { text: completed.join('\n'), mapping, notes: [...notes, 'it has no opens: closes stand for them'] };
}
