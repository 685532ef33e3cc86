import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { marketDataMessage, parseMarketDataMessage } from '#contract/stream/market-data-message';
import { incompatibilities } from '#test/support/schema-compatibility';

const FILE = new URL('../../../../resources/schemas/market-data-stream.json', import.meta.url);
const promised = JSON.parse(readFileSync(FILE, 'utf8'));
// By what a writer may leave out: the input side of the schema.
const now = JSON.parse(JSON.stringify(z.toJSONSchema(marketDataMessage, { io: 'input' })));

describe('messages of market-data-stream', () => {
  it('keep what was promised: written to resources/schemas, and changed by optional fields only', () => {
    expect(incompatibilities(promised, now)).toEqual([]);
  });

  it('are promised as they are', () => {
    expect(
      promised,
      'an added field is promised by adding it to resources/schemas/market-data-stream.json',
    ).toEqual(now);
  });

  it('of the first version are read', () => {
    expect(parseMarketDataMessage('{"symbol":"A","price":1,"timestamp":2}')).toEqual({
      version: 1,
      symbol: 'A',
      price: 1,
      timestamp: 2,
    });
  });

  it.each([
    ['{', /is no JSON/],
    ['{"symbol":"A","timestamp":2}', /field price/],
    ['{"symbol":"","price":1,"timestamp":2}', /field symbol/],
    ['[]', /all of it/],
  ])('that are none say what is wrong: %s', (text, problem) => {
    expect(() => parseMarketDataMessage(text)).toThrow(problem);
  });
});

describe('a change of the schema', () => {
  const form = { type: 'object', properties: { a: { type: 'number' } }, required: ['a'] };
  it.each([
    ['an optional field more', { ...form, properties: { ...form.properties, b: {} } }, []],
    ['a field less', { ...form, properties: {} }, ['field a is gone']],
    [
      'another type',
      { ...form, properties: { a: { type: 'string' } } },
      [/field a was .*number.* is .*string/],
    ],
    [
      'a required field more',
      { ...form, properties: { ...form.properties, b: {} }, required: ['a', 'b'] },
      ['field b is newly required'],
    ],
  ])('%s', (_, changed, problems) => {
    const found = incompatibilities(form, changed);
    expect(found).toHaveLength(problems.length);
    for (const [i, problem] of problems.entries()) expect(found[i]).toMatch(problem);
  });
});
