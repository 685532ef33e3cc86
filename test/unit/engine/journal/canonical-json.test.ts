import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '#engine/journal/canonical-json';

describe('canonical JSON', () => {
  it('is one text whatever order the keys came in, sorted by code unit', () => {
    expect(canonicalJson({ b: 1, a: { Z: 1, a: 2, é: 3, aa: 4 } })).toBe(
      '{"a":{"Z":1,"a":2,"aa":4,"é":3},"b":1}',
    );
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const turned = Object.fromEntries(Object.entries(value).reverse());
        expect(canonicalJson(turned)).toBe(canonicalJson(value));
        expect(canonicalJson(JSON.parse(canonicalJson(value)))).toBe(canonicalJson(value));
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('leaves out what is undefined and keeps the holes of a list as null', () => {
    expect(canonicalJson({ a: undefined, b: [undefined, 1] })).toBe('{"b":[null,1]}');
    expect(canonicalJson(Array(2))).toBe('[null,null]');
  });

  // Each of these would be lost or unreadable in silence by JSON.stringify, and hashed all the same.
  it.each([
    ['NaN', { price: Number.NaN }, '$.price is NaN'],
    ['an infinity', [1, Number.POSITIVE_INFINITY], '$[1] is Infinity'],
    ['a bigint', { a: { quantity: 1n } }, '$.a.quantity is a bigint'],
    ['a function', { run: () => 1 }, '$.run is a function'],
    ['a Map', { rows: new Map([[1, 2]]) }, '$.rows is a Map'],
    ['a typed array', { close: new Float64Array(2) }, '$.close is a Float64Array'],
    ['a Date', { at: new Date(0) }, '$.at is a Date'],
  ])('refuses %s and names where it stands', (_, value, message) => {
    expect(() => canonicalJson(value)).toThrow(message);
  });
});
