import { type Decimal, parseDecimal } from '#domain/values/decimal';

/** Fields of a message, cut at NUL, read one after the other. */
export class FieldReader {
  readonly #fields: readonly string[];
  #place = 0;

  constructor(fields: readonly string[]) {
    this.#fields = fields;
  }

  text(): string {
    const field = this.#fields[this.#place++];
    if (field === undefined) throw new Error(`field ${this.#place} of ${this.#fields.join('|')} is missing`);
    return field;
  }
  integer(): number {
    const text = this.text();
    if (!/^-?\d+$/.test(text)) throw new Error(`field ${this.#place} is "${text}", no whole number`);
    return Number(text);
  }
  /** Undefined when empty. */
  amount(): Decimal | undefined {
    const text = this.text();
    return text === '' ? undefined : parseDecimal(text);
  }
  skip(count: number): void {
    for (let index = 0; index < count; index++) this.text();
  }
  /** Nothing may be left. */
  end(): void {
    const rest = this.#fields.slice(this.#place);
    if (rest.length > 0) throw new Error(`${rest.length} fields are left: ${rest.join('|')}`);
  }
}

/** A message behind its length, most significant byte first. */
export function wireFrame(fields: readonly (string | number)[]): Buffer {
  const body = Buffer.from(fields.map((field) => `${field}\0`).join(''), 'utf8');
  const frame = Buffer.alloc(4 + body.length);
  frame.writeInt32BE(body.length);
  body.copy(frame, 4);
  return frame;
}

/** A contract as the messages of TWS name it. */
export interface WireContract {
  readonly conId: number;
  readonly symbol: string;
  readonly secType: string;
  readonly exchange: string;
  readonly primaryExchange: string;
  readonly currency: string;
  readonly localSymbol: string;
  readonly tradingClass: string;
}

/** CONTRACT_DATA of something without expiry. */
export function contractDataFields(
  requestId: number,
  { conId, symbol, secType, exchange, primaryExchange, currency, localSymbol, tradingClass }: WireContract,
  { ruleId, sizeStep, version }: { ruleId: number; sizeStep: string; version: number },
) {
  return [
    ...[10, requestId, symbol, secType, '', ...(version >= 182 ? [''] : []), '0', '', exchange, currency],
    ...[
      localSymbol,
      tradingClass,
      tradingClass,
      conId,
      '0.01',
      '',
      'ACTIVETIM,LMT,MKT',
      `${exchange},NYSE`,
      1,
      0,
    ],
    ...[
      symbol,
      primaryExchange,
      '',
      '',
      '',
      '',
      'US/Eastern',
      '',
      '',
      '',
      '',
      0,
      1,
      '',
      '',
      `${ruleId},999`,
      '',
    ],
    ...['COMMON', sizeStep, sizeStep, '100', ...(version >= 186 ? [0] : [])],
  ];
}
