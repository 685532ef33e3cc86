import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { strategyConfig } from '#agents/strategy/config';
import { decideAction, fuseVoices } from '#agents/strategy/fusion';
import { SymbolView } from '#agents/strategy/symbol-view';
import { sliceBars } from '#domain/market/bar';
import type { Voice } from '#engine/agent/roles';
import { syntheticBars } from '#test/support/synthetic-bars';

const score = fc.double({ min: -1, max: 1, noNaN: true });
const voice = (source: string, kind: Voice['kind'], value: number): Voice => ({
  source,
  kind,
  label: source,
  score: value,
  reason: '',
});
const regime = (multiplier: number) => ({ name: 'any', volatilityPct: 1, multiplier });
const voices = fc
  .subarray([
    ...strategyConfig.strategies.map(({ slug }) => [slug, 'strategy'] as const),
    ['ml_models', 'model'] as const,
    ['alternative_data', 'sentiment'] as const,
  ])
  .chain((sources) =>
    fc.tuple(...sources.map(([source, kind]) => score.map((value) => voice(source, kind, value)))),
  );

describe('fusion', () => {
  it('shares add up to the fused score, weights to one, and no voice is lost', () => {
    fc.assert(
      fc.property(voices, fc.double({ min: 0, max: 1, noNaN: true }), (spoken, multiplier) => {
        const { fusedScore, contributions } = fuseVoices(spoken, regime(multiplier));
        expect(contributions).toHaveLength(spoken.length);
        expect(contributions.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(fusedScore, 12);
        if (spoken.length > 0)
          expect(contributions.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 12);
        expect(Math.abs(fusedScore)).toBeLessThanOrEqual(1 + 1e-12);
      }),
    );
  });

  it('of three known voices is the known number', () => {
    const spoken = [
      voice('sma-crossover', 'strategy', 1),
      voice('breakout', 'strategy', -1),
      voice('ml_models', 'model', 0.5),
    ];
    // (0.35 − 0.30 + 0.15 × 0.5) / 0.8, halved by the regime.
    expect(fuseVoices(spoken, regime(0.5)).fusedScore).toBeCloseTo(0.078125, 12);
    expect(fuseVoices([], regime(1))).toEqual({ fusedScore: 0, contributions: [] });
  });

  it.each([
    [{ fusedScore: 0.25, isLong: false, isStoppedOut: false }, 'buy'],
    [{ fusedScore: 0.2499, isLong: false, isStoppedOut: false }, 'hold'],
    [{ fusedScore: 1, isLong: true, isStoppedOut: false }, 'hold'],
    [{ fusedScore: -0.1, isLong: true, isStoppedOut: false }, 'sell'],
    [{ fusedScore: -0.0999, isLong: true, isStoppedOut: false }, 'hold'],
    [{ fusedScore: 1, isLong: true, isStoppedOut: true }, 'sell'],
    [{ fusedScore: -1, isLong: false, isStoppedOut: true }, 'hold'],
  ])('%j is a %s', (input, action) => {
    expect(decideAction(input).action).toBe(action);
  });
});

describe('a view of a symbol', () => {
  it('streamed bar by bar says what one begun anew at that bar says: nothing of the future leaks in', () => {
    const bars = syntheticBars(160, 5);
    const streamed = new SymbolView();
    for (let length = 1; length <= bars.length; length++) {
      const found = streamed.evaluate(sliceBars(bars, 0, length));
      if (length % 20 === 0) expect(new SymbolView().evaluate(sliceBars(bars, 0, length))).toEqual(found);
    }
  });
});
