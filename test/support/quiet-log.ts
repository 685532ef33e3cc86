import type { Log } from '#engine/ports/log';

/** A log that keeps its warnings and errors as lines, to be looked at. */
export function quietLog(): Log & { readonly lines: string[] } {
  const lines: string[] = [];
  const keep = (message: string, fields?: Record<string, unknown>) => {
    lines.push(fields ? `${message} ${JSON.stringify(fields)}` : message);
  };
  return { lines, debug: () => undefined, info: () => undefined, warn: keep, error: keep };
}
