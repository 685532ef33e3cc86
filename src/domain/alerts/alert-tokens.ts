/** A piece of a rule and the column it begins at, from 1. */
export interface Token {
  readonly text: string;
  readonly column: number;
}

/** A rule that cannot be read; the message names the column, counted from 1. */
export class AlertSyntaxError extends RangeError {
  override readonly name = 'AlertSyntaxError';
  readonly column: number;

  constructor(message: string, column: number) {
    super(`column ${column}: ${message}`);
    this.column = column;
  }
}

const WORD =
  /[A-Za-z][\w-]*(?:\([^()]*\))?(?:\.[A-Za-z-]+)?@[^\s()]+|[A-Za-z][\w-]*\([^()]*\)(?:\.[A-Za-z-]+)?|[()<>]|[^\s()<>]+/gy;

/** Words, numbers, brackets and signs of a rule; a measure with its arguments and symbol is one. */
export function readTokens(text: string): Token[] {
  const tokens: Token[] = [];
  WORD.lastIndex = 0;
  for (let at = 0; at < text.length; ) {
    if (/\s/.test(text[at]!)) {
      at += 1;
      continue;
    }
    WORD.lastIndex = at;
    const match = WORD.exec(text);
    if (match === null) throw new AlertSyntaxError(`"${text[at]}" cannot be read`, at + 1);
    tokens.push({ text: match[0], column: at + 1 });
    at += match[0].length;
  }
  return tokens;
}
