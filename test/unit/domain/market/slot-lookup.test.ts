import { array, assert, constantFrom, nat, property, record, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSlotLookup } from '#domain/market/slot-lookup';

const encoder = new TextEncoder();

describe('SlotLookup', () => {
  it('answers as a Map does after any adding and removing', () => {
    const symbol = string({ unit: 'grapheme', maxLength: 6 });
    const step = record({ kind: constantFrom('add', 'remove'), symbol, slot: nat({ max: 5_000 }) });
    void assert(
      property(array(step, { maxLength: 150 }), array(symbol), (steps, others) => {
        const lookup = createSlotLookup();
        const expected = new Map<string, number>();
        for (const { kind, symbol, slot } of steps) {
          if (kind === 'add') {
            lookup.add(symbol, slot);
            expected.set(symbol, slot);
          } else expect(lookup.remove(symbol)).toBe(expected.delete(symbol));
        }
        expect(lookup.size).toBe(expected.size);
        for (const name of [...steps.map((step) => step.symbol), ...others]) {
          const bytes = encoder.encode(`<${name}>`);
          expect(lookup.find(bytes, 1, bytes.length - 1)).toBe(expected.get(name) ?? -1);
        }
      }),
      { numRuns: 200, seed: 7 },
    );
  });

  it.each(['ABCDEFGHIJK', 'ABCDEFGHIJKL', 'ABCDEFGHIJKLMNOPQ'])(
    'tells %s from what differs in any one byte or in length',
    (name) => {
      const lookup = createSlotLookup();
      lookup.add(name, 1);
      for (let length = 0; length < name.length; length++)
        expect(lookup.find(encoder.encode(name), 0, length)).toBe(-1);
      for (let at = 0; at < name.length; at++) {
        const other = encoder.encode(name);
        other[at] = 120;
        expect(lookup.find(other, 0, other.length)).toBe(-1);
      }
      expect(lookup.find(encoder.encode(name), 0, name.length)).toBe(1);
    },
  );

  it('finds hundreds of names that are alike', () => {
    const lookup = createSlotLookup();
    for (let i = 0; i < 500; i++) lookup.add(`SYM${i}USDT`, i);
    for (let i = 0; i < 600; i++) {
      const name = encoder.encode(`SYM${i}USDT`);
      expect(lookup.find(name, 0, name.length)).toBe(i < 500 ? i : -1);
    }
  });
});
