import { describe, expect, it } from 'vitest';
import { findIndicator, resolveParameters } from '#domain/indicators/catalog';
import type { ParameterValues } from '#domain/indicators/indicator';
import { type BarColumns, sliceBars } from '#domain/market/bar';
import { barsOfCloses, GoldenCsv, hasSharedData, withFlatStart } from '#test/support/golden-csv';

const FOLDER = 'golden/indicators';

function compute(name: string, bars: BarColumns, parameters: ParameterValues = {}): Float64Array[] {
  const definition = findIndicator(name)!;
  return definition.batch(bars, resolveParameters(definition, parameters));
}

interface Tolerance {
  /** Largest difference, relative to values above 1. */
  within: number;
  /** First row compared; readiness must agree from there on too. */
  from?: number;
}

/** Every row agrees: both not ready, or both within tolerance. Returns how many values were compared. */
function compare(actual: ArrayLike<number>, expected: Float64Array, { within, from = 0 }: Tolerance): number {
  let compared = 0;
  expect(actual.length).toBe(expected.length);
  for (let i = from; i < expected.length; i++) {
    const [a, e] = [actual[i]!, expected[i]!];
    if (Number.isNaN(e) && Number.isNaN(a)) continue;
    const difference = Math.abs(a - e);
    if (!(difference <= within * Math.max(1, Math.abs(e)))) expect.fail(`row ${i}: ${a} is not ${e}`);
    compared++;
  }
  expect(compared).toBeGreaterThan(0);
  return compared;
}

describe.skipIf(!hasSharedData)('Stock.Indicators, full precision, readiness included', () => {
  const spy = () => new GoldenCsv('prices/daily/SPY_2017-2018_stockindicators.csv').bars();

  it.each([
    ['sma', { period: 20 }, 'sma', ['sma']],
    ['sma', { period: 20 }, 'sma-analysis', ['sma']],
    ['ema', { period: 20 }, 'ema', ['ema']],
    ['wma', { period: 14 }, 'wma', ['wma']],
    ['dema', { period: 14 }, 'dema', ['dema']],
    ['rsi', { period: 14 }, 'rsi', ['rsi']],
    ['tr', {}, 'tr', ['tr']],
    ['tr', {}, 'atr', ['tr']],
    ['atr', { period: 14 }, 'atr', ['atr']],
    ['bb', { period: 20, deviations: 2 }, 'bb', ['upperBand', 'sma', 'lowerBand']],
    ['macd', { fast: 12, slow: 26, signal: 9 }, 'macd', ['macd', 'signal', 'histogram']],
    ['stdev', { period: 14 }, 'stdev', ['stdDev']],
    ['sma', { period: 14 }, 'stdev', ['mean']],
    ['stoch', { period: 14, smooth: 3, signal: 3 }, 'stoch', ['oscillator', 'signal']],
    ['roc', { period: 14 }, 'roc', ['roc']],
    ['donchian', { period: 20 }, 'donchian', ['upperBand', 'centerline', 'lowerBand']],
    ['obv', {}, 'obv', ['obv']],
    ['willr', { period: 14 }, 'willr', ['williamsR']],
    ['cci', { period: 20 }, 'cci', ['cci']],
    ['awesome', { fast: 5, slow: 34 }, 'awesome', ['oscillator']],
    ['bop', { smooth: 14 }, 'bop', ['bop']],
    ['vwap', {}, 'vwap', ['vwap']],
    ['heikinashi', {}, 'heikinashi', ['open', 'high', 'low', 'close']],
    ['percent-b', { period: 20, deviations: 2 }, 'bb', ['percentB']],
    ['zscore', { period: 20 }, 'bb', ['zScore']],
    ['bandwidth', { period: 20, deviations: 2 }, 'bb', ['width']],
    ['zscore', { period: 14 }, 'stdev', ['zScore']],
    ['natr', { period: 14 }, 'atr', ['atrp']],
    ['mom', { period: 14 }, 'roc', ['momentum']],
  ] as [string, ParameterValues, string, string[]][])(
    '%s %j equals %s',
    (name, parameters, file, columns) => {
      const golden = new GoldenCsv(`${FOLDER}/stockindicators/${file}.csv`);
      const actual = compute(name, spy(), parameters);
      columns.forEach((column, i) => {
        compare(actual[i]!, golden.column(column), { within: 1e-9 });
      });
    },
  );

  it('the normalized awesome oscillator, %J and the mean deviations follow from ours', () => {
    const bars = spy();
    const awesome = new GoldenCsv(`${FOLDER}/stockindicators/awesome.csv`);
    const [oscillator] = compute('awesome', bars);
    compare(
      oscillator!.map((value, i) => (100 * value) / ((bars.high[i]! + bars.low[i]!) / 2)),
      awesome.column('normalized'),
      { within: 1e-9 },
    );
    const stochastic = new GoldenCsv(`${FOLDER}/stockindicators/stoch.csv`);
    const [k, d] = compute('stoch', bars);
    compare(
      k!.map((value, i) => 3 * value - 2 * d![i]!),
      stochastic.column('percentJ'),
      { within: 1e-9 },
    );
    const analysis = new GoldenCsv(`${FOLDER}/stockindicators/sma-analysis.csv`);
    compare(compute('avgdev', bars, { period: 20 })[0]!, analysis.column('mad'), { within: 1e-9 });
    compare(compute('var', bars, { period: 20 })[0]!, analysis.column('mse'), { within: 1e-9 });
  });

  it('atr in percent, percent B and the momentum follow from ours', () => {
    const bars = spy();
    const [range] = compute('atr', bars, { period: 14 });
    compare(
      range!.map((value, i) => (100 * value) / bars.close[i]!),
      new GoldenCsv(`${FOLDER}/stockindicators/atr.csv`).column('atrp'),
      { within: 1e-9 },
    );
    const bands = new GoldenCsv(`${FOLDER}/stockindicators/bb.csv`);
    const [upper, middle, lower] = compute('bb', bars);
    compare(
      upper!.map((value, i) => (bars.close[i]! - lower![i]!) / (value - lower![i]!)),
      bands.column('percentB'),
      { within: 1e-9 },
    );
    compare(
      upper!.map((value, i) => (value - lower![i]!) / middle![i]!),
      bands.column('width'),
      { within: 1e-9 },
    );
    const [change] = compute('roc', bars, { period: 14 });
    compare(
      change!.map((value, i) => (value * (bars.close[i - 14] ?? Number.NaN)) / 100),
      new GoldenCsv(`${FOLDER}/stockindicators/roc.csv`).column('momentum'),
      { within: 1e-9 },
    );
  });
});

describe.skipIf(!hasSharedData)('hand-built worksheets of Stock.Indicators, full precision', () => {
  const spy = () => new GoldenCsv('prices/daily/SPY_2017-2018_stockindicators.csv').bars();

  it.each([
    ['sma', { period: 20 }, 'Sma', ['SMA']],
    ['ema', { period: 20 }, 'Ema', ['ema']],
    ['dema', { period: 20 }, 'Dema', ['dema']],
    ['rsi', { period: 14 }, 'Rsi', ['RSI(14)']],
    ['tr', {}, 'Tr', ['TR#1']],
    ['atr', { period: 14 }, 'Atr', ['ATR#1']],
    ['bb', { period: 20, deviations: 2 }, 'BollingerBands', ['upper#1', 'sma#1', 'lower#1']],
    ['stdev', { period: 20 }, 'BollingerBands', ['stdev']],
    ['macd', {}, 'Macd', ['MACD#1', 'Signal#1', 'Histo#1']],
    ['ema', { period: 12 }, 'Macd', ['EMA12']],
    ['ema', { period: 26 }, 'Macd', ['EMA26']],
    ['stdev', { period: 10 }, 'StdDev', ['stddev']],
    ['stoch', { period: 14, smooth: 3, signal: 3 }, 'Stoch', ['%K#1', '%D#1']],
    ['stoch', { period: 14, smooth: 1, signal: 3 }, 'Stoch', ["K(14)'"]],
    ['stoch', { period: 9, smooth: 1, signal: 3 }, 'Stoch_STO933SMMA54', ["K(9)'"]],
    ['roc', { period: 20 }, 'Roc', ['roc#1']],
    ['donchian', { period: 20 }, 'Donchian', ['Upper#1', 'Center#1', 'Lower#1']],
    ['obv', {}, 'Obv', ['obv']],
    ['willr', { period: 14 }, 'WilliamsR', ['%R#1']],
    ['stochf', { period: 14, signal: 3 }, 'WilliamsR', ["K(14)'"]],
    ['awesome', {}, 'Awesome', ['AO#1']],
    ['sma', { period: 20 }, 'Sma', ['SMA']],
    ['medprice', {}, 'Awesome', ['median']],
    ['bop', { smooth: 1 }, 'Bop', ['bmp']],
    ['bop', { smooth: 14 }, 'Bop', ['bop#1']],
    ['mom', { period: 20 }, 'Roc', ['mom']],
    ['percent-b', {}, 'BollingerBands', ['%b#1']],
    ['zscore', { period: 20 }, 'BollingerBands', ['z-score#1']],
    ['bandwidth', {}, 'BollingerBands', ['width#1']],
    ['zscore', { period: 10 }, 'StdDev', ['zscore']],
    ['natr', { period: 14 }, 'Atr', ['ATR%#1']],
    ['ema', { period: 20 }, 'Dema', ['ema']],
  ] as [string, ParameterValues, string, string[]][])(
    '%s %j equals %s',
    (name, parameters, file, columns) => {
      const golden = new GoldenCsv(`${FOLDER}/stockindicators_excel/${file}.csv`);
      const actual = compute(name, spy(), parameters);
      columns.forEach((column, i) => {
        compare(actual[i]!, golden.column(column), { within: 1e-9 });
      });
    },
  );

  it('vwap over a day of minutes, whole and from ten on', () => {
    const day = new GoldenCsv('prices/intraday/SPY_1min_2020-12-15_18.csv').bars();
    const minutes = sliceBars({ ...day, time: day.time.map((_, i) => i * 60_000) }, 0, 391);
    const whole = new GoldenCsv(`${FOLDER}/stockindicators_excel/Vwap.csv`);
    compare(compute('typprice', minutes)[0]!, whole.column('TP'), { within: 1e-9 });
    compare(compute('vwap', minutes)[0]!, whole.column('VWAP#1'), { within: 1e-9 });
    compare(compute('session-vwap', minutes)[0]!, whole.column('VWAP#1'), { within: 1e-9 });
    compare(
      compute('vwap', minutes, { start: 30 * 60_000 })[0]!,
      new GoldenCsv(`${FOLDER}/stockindicators_excel/Vwap_VWAPwithStartDate.csv`).column('VWAP#1'),
      { within: 1e-9 },
    );
  });

  it('the stochastic oscillator with Wilder averages, once their seeds have faded', () => {
    const sheet = new GoldenCsv(`${FOLDER}/stockindicators_excel/Stoch_STO933SMMA54.csv`);
    const wilder = { period: 9, smooth: 3, signal: 3, smoothAverage: 13, signalAverage: 13 };
    const [k, d] = compute('stoch', spy(), wilder);
    compare(k!, sheet.column('%K#1'), { within: 1e-9, from: 80 });
    compare(d!, sheet.column('%D#1'), { within: 1e-9, from: 80 });
    compare(
      k!.map((value, i) => 5 * value - 4 * d![i]!),
      sheet.column('%J#1'),
      { within: 1e-9, from: 80 },
    );
  });

  it('the averages of the relative strength index, the rate of change and the others beside them', () => {
    const excel = (file: string, column: string) =>
      new GoldenCsv(`${FOLDER}/stockindicators_excel/${file}.csv`).column(column);
    const after = (name: string, parameters: ParameterValues, average: string, period: number) => {
      const values = compute(name, spy(), parameters)[0]!;
      const start = values.findIndex((value) => !Number.isNaN(value));
      const smoothed = compute(average, barsOfCloses(values.subarray(start)), { period })[0]!;
      return Float64Array.of(...new Float64Array(start).fill(Number.NaN), ...smoothed);
    };
    compare(after('rsi', { period: 14 }, 'ema', 20), excel('Rsi', 'EMA(20)'), { within: 1e-9 });
    compare(after('roc', { period: 20 }, 'sma', 5), excel('Roc', 'sma(5)'), { within: 1e-9 });
    compare(after('roc', { period: 20 }, 'ema', 3), excel('Roc', 'ema(3)'), { within: 1e-9 });
    compare(after('stdev', { period: 10 }, 'sma', 5), excel('StdDev', 'sma'), { within: 1e-9 });
  });

  it('the averages of opens and volumes equal their columns', () => {
    const { open, volume } = spy();
    compare(
      compute('sma', barsOfCloses(open))[0]!,
      new GoldenCsv(`${FOLDER}/stockindicators_excel/Sma.csv`).column('SMA(O)'),
      { within: 1e-9 },
    );
    compare(
      compute('ema', barsOfCloses(open))[0]!,
      new GoldenCsv(`${FOLDER}/stockindicators_excel/Ema.csv`).column('ema(O)'),
      { within: 1e-9 },
    );
    compare(
      compute('sma', barsOfCloses(volume))[0]!,
      new GoldenCsv(`${FOLDER}/stockindicators_excel/Sma_SMAVolume.csv`).column('sma'),
      { within: 1e-9 },
    );
  });
});

describe.skipIf(!hasSharedData)('series of the LEAN tests, at their printed precision', () => {
  it.each([
    ['ema', { period: 14 }, 'spy_ema', ['EMA14'], { within: 1e-9 }],
    [
      'bb',
      { period: 20, deviations: 2 },
      'spy_bollinger_bands',
      ['Bollinger Bands® 20 2 Top', 'Moving Average 20', 'Bollinger Bands® 20 2 Bottom'],
      { within: 1e-6 },
    ],
    ['tr', {}, 'spy_tr', ['TR'], { within: 1e-9 }],
    ['ha', {}, 'spy_heikin_ashi', ['HA_Open', 'HA_High', 'HA_Low', 'HA_Close'], { within: 1e-5 }],
    ['percent-b', {}, 'spy_bollinger_bands', ['%B'], { within: 1e-4 }],
    ['apo', { fast: 12, slow: 26 }, 'spy_with_indicators', ['MACD 12 26'], { within: 1e-4 }],
    // These were computed in single precision, which their small ranges magnify.
    ['cci', { period: 14 }, 'spy_with_cci', ['Commodity Channel Index (CCI) 14'], { within: 2e-3 }],
    ['willr', { period: 14 }, 'spy_with_williamsR14', ['Williams %R 14'], { within: 5e-4 }],
    [
      'stoch',
      { period: 12, smooth: 3, signal: 5 },
      'spy_with_stoch12k3',
      ['Stochastics 12 %K 3', '%D 5'],
      { within: 1e-4 },
    ],
    ['sma', { period: 14 }, 'spy_with_indicators', ['SMA14'], { within: 1e-6 }],
    ['ema', { period: 14 }, 'spy_with_indicators', ['EMA14'], { within: 1e-6 }],
    ['rsi', { period: 14 }, 'spy_with_indicators', ['RSI 14 Wilder'], { within: 1e-6 }],
    [
      'macd',
      { fast: 12, slow: 26, signal: 9 },
      'spy_with_macd',
      ['MACD', 'Signal', 'Histogram'],
      { within: 1e-6, from: 179 },
    ],
    // The second average is seeded later there; both seeds have faded after 60 bars.
    ['dema', { period: 5 }, 'spy_dema', ['DEMA_5'], { within: 1e-9, from: 80 }],
    // The first bar counts in the seed there; it has faded after 300 bars.
    ['atr', { period: 14 }, 'spy_atr_wilder', ['Average True Range 14'], { within: 1e-5, from: 300 }],
  ] as [string, ParameterValues, string, string[], Tolerance][])(
    '%s %j equals %s',
    (name, parameters, file, columns, tolerance) => {
      const golden = new GoldenCsv(`${FOLDER}/lean/${file}.csv`);
      const actual = compute(name, golden.bars(), parameters);
      columns.forEach((column, i) => {
        compare(actual[i]!, golden.column(column), tolerance);
      });
    },
  );

  it('donchian: LEAN counts the bar itself, so its row is ours one bar later', () => {
    const golden = new GoldenCsv(`${FOLDER}/lean/spy_with_don50.csv`);
    const actual = compute('donchian', golden.bars(), { period: 50 });
    ['Donchian Channels 50 Top', 'Donchian Channels 50 Mean', 'Donchian Channels 50 Bottom'].forEach(
      (name, i) => {
        compare(actual[i]!.subarray(50), golden.column(name).subarray(49, -1), { within: 1e-9 });
      },
    );
  });

  it('obv: LEAN starts from the first volume, and prints seven digits', () => {
    const golden = new GoldenCsv(`${FOLDER}/lean/spy_with_obv.csv`);
    const [actual] = compute('obv', golden.bars());
    const firstVolume = golden.column('Volume')[0]!;
    compare(
      actual!.map((value) => value + firstVolume),
      golden.column('OBV'),
      { within: 1e-4, from: 1 },
    );
  });

  it('roc: the file holds the change itself', () => {
    const golden = new GoldenCsv(`${FOLDER}/lean/spy_with_roc50.csv`);
    const { close } = golden.bars();
    const [change] = compute('roc', golden.bars(), { period: 50 });
    const momentum = change!.map((value, i) => (value * (close[i - 50] ?? Number.NaN)) / 100);
    compare(momentum, golden.column('Rate of Change 50'), { within: 5e-5 });
  });

  it('atr: the other file is the plain mean of our true range', () => {
    const golden = new GoldenCsv(`${FOLDER}/lean/spy_atr.csv`);
    const ranges = compute('tr', golden.bars())[0]!.subarray(1);
    const mean = compute('sma', barsOfCloses(ranges), { period: 14 })[0]!;
    compare(mean, golden.column('Average True Range 14').subarray(1), { within: 1e-5 });
  });
});

/**
 * Those sheets start their averages at the first row. Flat bars put before it start ours in the same state: the
 * conventions differ in the seed alone.
 */
describe.skipIf(!hasSharedData)('worked examples of ChartSchool, at their printed precision', () => {
  const sheet = (name: string) => new GoldenCsv(`${FOLDER}/ta/cs-${name}.csv`);

  it.each([
    ['bb', { period: 20, deviations: 2 }, 'bbands', ['HighBand', 'MiddleBand', 'LowBand'], { within: 1e-6 }],
    ['stdev', { period: 20 }, 'bbands', ['20-day Standard Deviation'], { within: 1e-6 }],
    ['roc', { period: 12 }, 'roc', ['ROC'], { within: 1e-8 }],
    ['wma', { period: 9 }, 'wma', ['WMA'], { within: 1e-4, from: 8 }],
  ] as [string, ParameterValues, string, string[], Tolerance][])(
    '%s %j equals %s',
    (name, parameters, file, columns, tolerance) => {
      const golden = sheet(file);
      const actual = compute(name, golden.bars(), parameters);
      columns.forEach((column, i) => {
        compare(actual[i]!, golden.column(column), tolerance);
      });
    },
  );

  it('stoch and willr, where the sheet has closes', () => {
    const stochastic = sheet('soo');
    const [k, d] = compute('stoch', stochastic.bars(), { period: 14, smooth: 1, signal: 3 });
    compare(k!, stochastic.column('SO'), { within: 1e-6, from: 13 });
    compare(d!, stochastic.column('SO_SIG'), { within: 1e-6, from: 16 });
    const percent = sheet('percentr');
    compare(compute('willr', percent.bars(), { period: 14 })[0]!, percent.column('Williams_%R'), {
      within: 1e-6,
      from: 13,
    });
  });

  it('obv', () => {
    compare(compute('obv', sheet('obv').bars())[0]!, sheet('obv').column('OBV'), { within: 0, from: 1 });
  });

  it.each([
    ['atr', 14],
    ['atr2', 10],
  ])('%s: a bar inside the first one before it gives the first a true range', (file, period) => {
    const golden = sheet(file);
    const bars = withFlatStart(golden.bars(), 1, golden.column('Close')[0]!);
    compare(compute('tr', bars)[0]!.subarray(1), golden.column('TR'), { within: 1e-9 });
    compare(compute('atr', bars, { period })[0]!.subarray(1), golden.column('ATR'), {
      within: 1e-9,
      from: period - 1,
    });
  });

  it('rsi: from averages of zero', () => {
    const golden = sheet('rsi');
    const bars = withFlatStart(golden.bars(), 14, golden.column('Close')[0]!);
    compare(compute('rsi', bars, { period: 14 })[0]!.subarray(14), golden.column('RSI'), {
      within: 1e-5,
      from: 14,
    });
  });

  it('macd: from the first close; its signal once the seed has faded', () => {
    const golden = sheet('macd');
    const bars = withFlatStart(golden.bars(), 34, golden.column('Close')[0]!);
    const [macd, signal, histogram] = compute('macd', bars).map((column) => column.subarray(34));
    compare(macd!, golden.column('MACD_line'), { within: 1e-8, from: 1 });
    compare(signal!, golden.column('MACD_signal'), { within: 1e-7, from: 80 });
    compare(histogram!, golden.column('MACD_diff'), { within: 1e-7, from: 80 });
  });
});
