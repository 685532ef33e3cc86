/** One record of a CSV text. */
export interface CsvRecord {
  /** 1-based line on which it begins. */
  readonly line: number;
  readonly fields: readonly string[];
}

/**
 * Splits CSV text into records (RFC 4180: quoted fields may hold commas, line breaks and doubled quotes; LF, CRLF, a
 * byte-order mark). Blank lines are skipped. A quote that never closes swallows the rest of the text into its field.
 */
export function csvRecords(text: string): CsvRecord[] {
  const records: CsvRecord[] = [];
  let fields: string[] = [];
  let field = '';
  let isQuoted = false;
  let line = 1;
  let startLine = 1;
  const endRecord = () => {
    fields.push(field);
    if (fields.length > 1 || field.trim() !== '') records.push({ line: startLine, fields });
    fields = [];
    field = '';
  };
  for (let i = text.charCodeAt(0) === 0xfeff ? 1 : 0; i < text.length; i++) {
    const character = text[i]!;
    if (character === '\n') line++;
    if (isQuoted) {
      if (character !== '"') field += character;
      else if (text[i + 1] === '"') field += text[++i]!;
      else isQuoted = false;
    } else if (character === '"' && field === '') isQuoted = true;
    else if (character === ',') {
      fields.push(field);
      field = '';
    } else if (character === '\n') {
      endRecord();
      startLine = line;
    } else if (character !== '\r' || text[i + 1] !== '\n') field += character;
  }
  if (field !== '' || fields.length > 0) endRecord();
  return records;
}
