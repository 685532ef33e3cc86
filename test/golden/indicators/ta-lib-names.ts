interface TaLibCase {
  readonly function: string;
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** Our outputs by TA-Lib's, where they are called otherwise. */
const OUTPUTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ACCBANDS: { upperband: 'upper', middleband: 'middle', lowerband: 'lower' },
  BBANDS: { upperband: 'upper', middleband: 'middle', lowerband: 'lower' },
  DONCHIAN: { upperband: 'upper', middleband: 'middle', lowerband: 'lower' },
  KC: { upperband: 'upper', middleband: 'middle', lowerband: 'lower' },
  MACD: { macd: 'macd', macdsignal: 'signal', macdhist: 'histogram' },
  MACDEXT: { macd: 'macd', macdsignal: 'signal', macdhist: 'histogram' },
  MACDFIX: { macd: 'macd', macdsignal: 'signal', macdhist: 'histogram' },
  STOCH: { slowk: 'k', slowd: 'd' },
  STOCHF: { fastk: 'k', fastd: 'd' },
  STOCHRSI: { fastk: 'k', fastd: 'd' },
  SUPERTREND: { supertrend: 'value' },
  HT_PHASOR: { inphase: 'in-phase' },
  HT_SINE: { leadsine: 'lead' },
  HA: { haopen: 'open', hahigh: 'high', halow: 'low', haclose: 'close' },
  AROON: { aroondown: 'down', aroonup: 'up' },
  ERI: { bullpower: 'bull', bearpower: 'bear' },
  FRACTAL: { swinghigh: 'high', swinglow: 'low' },
  SMI: { smisignal: 'signal' },
  VORTEX: { plusvi: 'plus', minusvi: 'minus' },
  MINMAX: { min: 'lowest', max: 'highest' },
  MINMAXINDEX: { minidx: 'lowest', maxidx: 'highest' },
};

/** Our output for each of a call of TA-Lib; the only one of a function is our first. */
export function octopusOutputs(one: TaLibCase): Record<string, string> {
  const names = Object.keys(one.outputs);
  return Object.fromEntries(
    names.map((name) => [name, names.length === 1 ? 'value' : (OUTPUTS[one.function]?.[name] ?? name)]),
  );
}
