/** Fields of a line with quotation marks (doubled inside), or undefined when one is never closed. */
export function splitLine(line: string, delimiter: string): string[] | undefined {
  if (!line.includes('"')) return line.split(delimiter);
  const fields: string[] = [];
  let field = '';
  let isQuoted = false;
  for (let i = 0; i < line.length; i++) {
    const character = line[i]!;
    if (character === '"') {
      if (isQuoted && line[i + 1] === '"') field += line[++i];
      else isQuoted = !isQuoted;
    } else if (character === delimiter && !isQuoted) {
      fields.push(field);
      field = '';
    } else field += character;
  }
  fields.push(field);
  return isQuoted ? undefined : fields;
}

/** Values of a JSON object by key as text, blank for what is not there, or undefined when the line is no object. */
export function jsonFields(line: string, keys: readonly string[]): string[] | undefined {
  const row = jsonObject(line);
  return row && keys.map((key) => (row[key] === undefined || row[key] === null ? '' : String(row[key])));
}

/** The object a line holds as JSON, or undefined. */
export function jsonObject(line: string): Readonly<Record<string, unknown>> | undefined {
  let row: unknown;
  try {
    row = JSON.parse(line);
  } catch {
    return undefined;
  }
  const isObject = typeof row === 'object' && row !== null && !Array.isArray(row);
  return isObject ? (row as Readonly<Record<string, unknown>>) : undefined;
}
