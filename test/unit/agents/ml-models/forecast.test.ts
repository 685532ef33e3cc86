import { describe, expect, it } from 'vitest';
import {
  extrapolate,
  fitDampedTrend,
  fitSimple,
  fitSmoothing,
  type SmoothingModel,
  smooth,
  spread,
} from '#agents/ml-models/exponential-smoothing';
import { forecastCloses } from '#agents/ml-models/forecast';
import { goldenSection } from '#agents/ml-models/golden-section';
import { modelVersion } from '#agents/ml-models/model-version';
import { trainModel } from '#agents/ml-models/train';
import { createSeededRandom } from '#domain/values/seeded-random';
import { hasDailyPrices, readDailyBars } from '#test/support/daily-bars';

const watch = () => ({ signal: new AbortController().signal, reportProgress: () => {} });

/** Noise around 100: the level is worth averaging, so the last close is a bad guess. */
function noisyLevel(length: number): Float64Array {
  const random = createSeededRandom(7);
  return Float64Array.from({ length }, () => 100 + random.nextNormal() * 2);
}

describe('exponential smoothing', () => {
  // By hand: ℓ = 11.25 (the mean), e = 0.75, ℓ = 11.625, e = −2.625, ℓ = 10.3125, e = 3.6875, ℓ = 12.15625.
  it('corrects the level by its share of each error', () => {
    const errors: number[] = [];
    const state = smooth(
      Float64Array.of(10, 12, 9, 14),
      { kind: 'simple', level: 0.5, trend: 0, damping: 0 },
      (error) => errors.push(error),
    );
    expect(errors).toEqual([0.75, -2.625, 3.6875]);
    expect(state).toEqual({ level: 12.15625, trend: 0 });
  });

  it('damps the trend a step at a time, and widens with it', () => {
    const model: SmoothingModel = { kind: 'damped-trend', level: 0.5, trend: 0.1, damping: 0.8 };
    const path = extrapolate({ level: 100, trend: 10 }, model, 3);
    [108, 114.4, 119.52].forEach((value, h) => {
      expect(path[h]).toBeCloseTo(value, 12);
    });
    // c₁ = 0.5 + 0.1 × 0.8 = 0.58, c₂ = 0.5 + 0.1 × (0.8 + 0.64) = 0.644.
    [1, Math.sqrt(1 + 0.58 ** 2), Math.sqrt(1 + 0.58 ** 2 + 0.644 ** 2)].forEach((value, h) => {
      expect(spread(model, 3)[h]).toBeCloseTo(value, 12);
    });
  });

  it('is the naive forecast at level one', () => {
    const values = Float64Array.of(3, 1, 4, 1, 5);
    expect(
      extrapolate(
        smooth(values, { kind: 'simple', level: 1, trend: 0, damping: 0 }),
        { kind: 'simple', level: 1, trend: 0, damping: 0 },
        2,
      ),
    ).toEqual(Float64Array.of(5, 5));
  });

  it('fits a level no worse than any of a fine grid', () => {
    const values = noisyLevel(200);
    const error = (model: SmoothingModel) => {
      let sum = 0;
      smooth(values, model, (one, i) => {
        if (i > 10) sum += one * one;
      });
      return sum;
    };
    const fitted = error(fitSimple(values));
    for (let level = 0.01; level <= 1; level += 0.01)
      expect(fitted).toBeLessThanOrEqual(error({ kind: 'simple', level, trend: 0, damping: 0 }) * 1.001);
  });

  it('takes the trend only where there is one', () => {
    const straight = Float64Array.from({ length: 200 }, (_, i) => 100 + i * 0.5 + (i % 2 === 0 ? 0.3 : -0.3));
    expect(fitSmoothing(straight).kind).toBe('damped-trend');
    expect(fitDampedTrend(straight).damping).toBeGreaterThan(0.95);
    expect(fitSmoothing(noisyLevel(200)).kind).toBe('simple');
  });

  it('searches a valley to its bottom', () =>
    expect(goldenSection((x) => (x - 0.3) ** 2, { low: 0, high: 1 }, 40)).toBeCloseTo(0.3, 6));
});

describe('forecasts', () => {
  it('beat the last close where the level is worth averaging, and say so', () => {
    const forecast = forecastCloses(noisyLevel(250), 5)!;
    expect(forecast.isNaiveAsGood).toBe(false);
    expect(forecast.meanAbsoluteScaledError!).toBeLessThan(forecast.naiveScaledError! * 0.9);
    expect(Math.abs(forecast.expected - 100)).toBeLessThan(1);
    expect(forecast.score).not.toBe(0);
    expect(forecast.reason).toMatch(
      /^simple smoothing expects 9\d\.\d\d|^simple smoothing expects 100\.\d\d/,
    );
  });

  it.skipIf(!hasDailyPrices)(
    'admit on real prices that the last close is as good, and have no voice then',
    () => {
      const { close } = readDailyBars('GOOG_2000-2013.csv');
      const forecast = forecastCloses(close, 5)!;
      expect(forecast).toMatchObject({ isNaiveAsGood: true, score: 0, naive: close[close.length - 1] });
      expect(forecast.reason).toMatch(/the last close is as good a guess$/);
      expect(forecast.lower).toBeLessThan(forecast.naive);
      expect(forecast.upper).toBeGreaterThan(forecast.naive);
    },
  );

  it('are equal for equal closes, see only the newest window, and leave the closes alone', () => {
    const closes = noisyLevel(300);
    const copy = closes.slice();
    expect(forecastCloses(closes, 3)).toEqual(forecastCloses(closes.slice(50), 3));
    expect(closes).toEqual(copy);
  });

  it.each([
    ['too few closes', noisyLevel(39), 5],
    ['no step ahead', noisyLevel(100), 0],
    ['a close of zero', Float64Array.from(noisyLevel(100), (value, i) => (i === 70 ? 0 : value)), 5],
    ['a close of NaN', Float64Array.from(noisyLevel(100), (value, i) => (i === 70 ? Number.NaN : value)), 5],
  ])('are null for %s', (_, closes, horizon) => expect(forecastCloses(closes, horizon)).toBeNull());

  it('have no error figure and no infinity where the price never moved', () => {
    const forecast = forecastCloses(new Float64Array(100).fill(50), 2)!;
    expect(forecast).toMatchObject({
      expected: 50,
      lower: 50,
      upper: 50,
      meanAbsoluteScaledError: null,
      score: 0,
    });
    expect(forecast.reason).toContain('the price did not move');
  });

  it('name the model by what it is', () => {
    const model: SmoothingModel = { kind: 'simple', level: 0.5, trend: 0, damping: 0 };
    expect(modelVersion(model)).toMatch(/^simple-[0-9a-f]{8}$/);
    expect(modelVersion({ ...model })).toBe(modelVersion(model));
    expect(modelVersion({ ...model, level: 0.5001 })).not.toBe(modelVersion(model));
  });
});

describe('training', () => {
  it.skipIf(!hasDailyPrices).each(['GOOG_2000-2013.csv', 'BTCUSD_2017-2021.csv', 'SPX_1999-2018.csv'])(
    'holds eight in ten outcomes of %s inside the 80 %% interval',
    (file) => {
      const closes = readDailyBars(file).close.slice(-1_500);
      const result = trainModel({ symbol: file, closes, horizon: 5 }, watch());
      for (const { coverage, relativeError } of result.horizons) {
        expect(coverage).toBeGreaterThan(0.72);
        expect(coverage).toBeLessThan(0.92);
        expect(relativeError!).toBeGreaterThan(0.9);
        expect(relativeError!).toBeLessThan(1.1);
      }
      expect(result.isNaiveAsGood).toBe(true);
      expect(result.summary).toContain('the naive forecast is as good');
    },
  );

  it('judges only by closes after the origin: later ones do not change an earlier forecast', () => {
    const closes = noisyLevel(120);
    const changed = closes.slice();
    changed[119] = 500;
    const before = trainModel({ symbol: 'A', closes: closes.slice(0, 119), horizon: 1 }, watch());
    const after = trainModel({ symbol: 'A', closes: changed.slice(0, 119), horizon: 1 }, watch());
    expect(after.horizons).toEqual(before.horizons);
  });

  it('reports progress to the end and stops when told', () => {
    const fractions: number[] = [];
    trainModel(
      { symbol: 'A', closes: noisyLevel(150), horizon: 2 },
      { ...watch(), reportProgress: (fraction) => fractions.push(fraction) },
    );
    expect(fractions.at(-1)).toBe(1);
    expect(() =>
      trainModel(
        { symbol: 'A', closes: noisyLevel(150), horizon: 2 },
        { ...watch(), signal: AbortSignal.abort(new Error('cancelled')) },
      ),
    ).toThrow('cancelled');
  });

  it('says how many closes it needs', () => {
    expect(() => trainModel({ symbol: 'GOOG', closes: noisyLevel(30), horizon: 5 }, watch())).toThrow(
      'GOOG: 30 closes are too few to train on and judge 5 bars ahead; at least 85 are needed',
    );
  });
});
