import { transformSync } from 'amaro';
import { OctopusError } from '#contract/errors';

/** What the stripper throws. */
interface SyntaxFault {
  readonly code?: string;
  readonly message: string;
  readonly startLine?: number;
}

/**
 * The JavaScript of a TypeScript file: types become blanks, so lines and columns stay. By the stripper that Node has built
 * in and some builds of it leave out. Throws an `OctopusError` BAD_REQUEST that names the file's line.
 */
export function withoutTypes(path: string, source: string): string {
  try {
    return transformSync(source, { mode: 'strip-only', filename: path }).code;
  } catch (error) {
    const { code, message, startLine } = error as SyntaxFault;
    const what =
      code === 'UnsupportedSyntax'
        ? `${message.replace(' in strip-only mode', '')}; a strategy file adds nothing but types to JavaScript`
        : `SyntaxError: ${message}`;
    const line = startLine === undefined ? '' : ` line ${startLine}`;
    throw new OctopusError('BAD_REQUEST', `${path}${line}: ${what}`);
  }
}
