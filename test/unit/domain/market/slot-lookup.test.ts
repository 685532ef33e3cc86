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

  it('tells apart names of equal hash', () => {
    // 31 × 'A' + 'a' equals 31 × 'B' + 'B'.
    const lookup = createSlotLookup();
    lookup.add('Aa', 1);
    expect(lookup.find(encoder.encode('BB'), 0, 2)).toBe(-1);
    lookup.add('BB', 2);
    expect(lookup.find(encoder.encode('BB'), 0, 2)).toBe(2);
    expect(lookup.find(encoder.encode('Aa'), 0, 2)).toBe(1);
  });
});
