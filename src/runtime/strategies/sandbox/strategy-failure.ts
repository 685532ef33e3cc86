/** `FILE line N: what was wrong`, the line being the innermost of the file's own that the error passed through. */
export function strategyFailure(path: string, error: unknown): string {
  const { name = 'Error', message = String(error), stack = '' } = (error ?? {}) as Partial<Error>;
  const line = lineOf(path, stack);
  const kind = name === 'Error' || name === 'OctopusError' ? '' : `${name}: `;
  const [first = ''] = message.trim().split('\n');
  return `${path}${line === undefined ? '' : ` line ${line}`}: ${kind}${first}`;
}

function lineOf(path: string, stack: string): number | undefined {
  for (const row of stack.split('\n')) {
    const at = row.indexOf(`${path}:`);
    if (at < 0) continue;
    const line = Number.parseInt(row.slice(at + path.length + 1), 10);
    if (line > 0) return line;
  }
  return undefined;
}
