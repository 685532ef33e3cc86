interface TaLibCase {
  readonly function: string;
  readonly parameters: Readonly<Record<string, number>>;
  readonly outputs: Readonly<Record<string, unknown>>;
}

interface OctopusCase {
  readonly indicator: string;
  readonly parameters: Record<string, number>;
  /** Our output by TA-Lib's. */
  readonly outputs: Record<string, string>;
}

/** TA-Lib's parameter names that most functions share. */
const PARAMETERS: Readonly<Record<string, string>> = {
  timeperiod: 'period',
  fastperiod: 'fast',
  slowperiod: 'slow',
  signalperiod: 'signal',
  matype: 'average',
  fastk_period: 'period',
  slowk_period: 'smooth',
  slowk_matype: 'smoothAverage',
  slowd_period: 'signal',
  slowd_matype: 'signalAverage',
  fastd_period: 'signal',
  fastd_matype: 'signalAverage',
  nbdev: 'deviations',
  fastlimit: 'fastLimit',
  slowlimit: 'slowLimit',
  vfactor: 'volumeFactor',
  acceleration: 'acceleration',
  maximum: 'maximum',
  minperiod: 'minimum',
  maxperiod: 'maximum',
  percentile: 'percentile',
  multiplier: 'multiplier',
  scale: 'scale',
};

/** What is peculiar to a function: parameters called otherwise (null: not passed), fixed ones, outputs called otherwise. */
const PECULIAR: Readonly<
  Record<
    string,
    {
      readonly parameters?: Readonly<Record<string, string | null>>;
      readonly fixed?: Readonly<Record<string, number>>;
      readonly outputs?: Readonly<Record<string, string>>;
      readonly indicator?: string;
    }
  >
> = {
  ACCBANDS: { outputs: { upperband: 'upper', middleband: 'middle', lowerband: 'lower' } },
  BBANDS: {
    parameters: { nbdevup: 'deviations', nbdevdn: null },
    outputs: { upperband: 'upper', middleband: 'middle', lowerband: 'lower' },
  },
  DONCHIAN: {
    fixed: { offset: 0 },
    outputs: { upperband: 'upper', middleband: 'middle', lowerband: 'lower' },
  },
  KC: {
    parameters: { atrperiod: 'rangePeriod', nbdev: 'multiplier' },
    outputs: { upperband: 'upper', middleband: 'middle', lowerband: 'lower' },
  },
  DEMA: { fixed: { seeding: 0 } },
  MACD: { fixed: { seeding: 0 }, outputs: { macd: 'macd', macdsignal: 'signal', macdhist: 'histogram' } },
  MACDEXT: {
    parameters: { fastmatype: 'fastAverage', slowmatype: 'slowAverage', signalmatype: 'signalAverage' },
    outputs: { macd: 'macd', macdsignal: 'signal', macdhist: 'histogram' },
  },
  MACDFIX: { outputs: { macd: 'macd', macdsignal: 'signal', macdhist: 'histogram' } },
  SAREXT: {
    parameters: {
      startvalue: 'start',
      offsetonreverse: 'offset',
      accelerationinitlong: 'initialLong',
      accelerationlong: 'long',
      accelerationmaxlong: 'maximumLong',
      accelerationinitshort: 'initialShort',
      accelerationshort: 'short',
      accelerationmaxshort: 'maximumShort',
    },
  },
  STOCH: { outputs: { slowk: 'k', slowd: 'd' } },
  STOCHF: { outputs: { fastk: 'k', fastd: 'd' } },
  STOCHRSI: {
    parameters: { fastk_period: 'stochastic' },
    outputs: { fastk: 'k', fastd: 'd' },
  },
  SUPERTREND: { outputs: { supertrend: 'value' } },
  HT_PHASOR: { outputs: { inphase: 'in-phase' } },
  HT_SINE: { outputs: { leadsine: 'lead' } },
  HA: { outputs: { haopen: 'open', hahigh: 'high', halow: 'low', haclose: 'close' } },
  AROON: { outputs: { aroondown: 'down', aroonup: 'up' } },
  COPPOCK: { parameters: { wmaperiod: 'period', roc1period: 'short', roc2period: 'long' } },
  ERI: { outputs: { bullpower: 'bull', bearpower: 'bear' } },
  FRACTAL: {
    parameters: { leftbars: 'left', rightbars: 'right' },
    outputs: { swinghigh: 'high', swinglow: 'low' },
  },
  SMI: { parameters: { fastperiod: 'fast', slowperiod: 'slow' }, outputs: { smisignal: 'signal' } },
  TSI: { parameters: { firstperiod: 'slow', secondperiod: 'fast' } },
  ULTOSC: { parameters: { timeperiod1: 'short', timeperiod2: 'medium', timeperiod3: 'long' } },
  OBV: { fixed: { seeding: 0 } },
  VAR: { parameters: { nbdev: null } },
  MAVP: { parameters: { matype: null } },
  VORTEX: { outputs: { plusvi: 'plus', minusvi: 'minus' } },
  CVI: { parameters: { rocperiod: 'change' } },
  MASSI: { parameters: { fastperiod: 'average', slowperiod: 'period' } },
  RVI: { parameters: { stddevperiod: 'deviationPeriod' } },
  MINMAX: { outputs: { min: 'lowest', max: 'highest' } },
  MINMAXINDEX: { outputs: { minidx: 'lowest', maxidx: 'highest' } },
};

/** Our indicator, parameters and outputs for a call of TA-Lib: each function's lower-case name is an alias here. */
export function octopusCase(one: TaLibCase): OctopusCase {
  const peculiar = PECULIAR[one.function] ?? {};
  const parameters: Record<string, number> = { ...peculiar.fixed };
  for (const [name, value] of Object.entries(one.parameters)) {
    const ours = peculiar.parameters?.[name] === undefined ? PARAMETERS[name] : peculiar.parameters[name];
    if (ours === undefined) throw new Error(`${one.function}: no name of ours for the parameter ${name}`);
    if (ours !== null) parameters[ours] = value;
  }
  const names = Object.keys(one.outputs);
  const outputs = Object.fromEntries(
    names.map((name) => [name, names.length === 1 ? 'value' : (peculiar.outputs?.[name] ?? name)]),
  );
  return { indicator: peculiar.indicator ?? one.function, parameters, outputs };
}
