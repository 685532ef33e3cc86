import type { IndicatorDefinition, ParameterValues } from './indicator.ts';

/**
 * What TA-Lib, Stock.Indicators, LEAN, pandas-ta and ta call a parameter, by our name for it; without case and
 * punctuation, as {@link ownParameterNames} compares them.
 */
const USUAL: Readonly<Record<string, readonly string[]>> = {
  period:
    'timeperiod lookbackperiod lookbackperiods lookback length len window windowsize windowperiods periods n emaperiods emaperiod smaperiods smaperiod rsiperiods rsiperiod erperiods fastkperiod wmaperiod'.split(
      ' ',
    ),
  fast: 'fastperiod fastperiods fastlength fastlen windowfast window1 shortperiod shortperiods'.split(' '),
  slow: 'slowperiod slowperiods slowlength slowlen windowslow window2 longperiod longperiods'.split(' '),
  signal: 'signalperiod signalperiods signallength windowsign smoothsignal slowdperiod fastdperiod'.split(
    ' ',
  ),
  smooth: 'smoothperiod smoothperiods smoothk smoothwindow slowkperiod'.split(' '),
  average: 'matype movingaveragetype mamode averagetype movingaverage'.split(' '),
  signalAverage: 'slowdmatype fastdmatype signalmatype'.split(' '),
  smoothAverage: 'slowkmatype'.split(' '),
  fastAverage: 'fastmatype'.split(' '),
  slowAverage: 'slowmatype'.split(' '),
  deviations:
    'nbdev nbdevup standarddeviations stddeviations standarddeviation stddev std windowdev k multiplier'.split(
      ' ',
    ),
  lowerDeviations: 'nbdevdn nbdevdown'.split(' '),
  multiplier: 'nbdev atrmultiplier factor k mult scalar'.split(' '),
  rangePeriod: 'atrperiod atrperiods atrlength windowatr'.split(' '),
  stochastic: 'fastkperiod stochperiod stochperiods stochlength'.split(' '),
  volumeFactor: 'vfactor a'.split(' '),
  percent: 'percentchange percentoffset'.split(' '),
  medium: 'middleperiods middleperiod mediumperiod'.split(' '),
  short: 'shortperiods shortperiod'.split(' '),
  long: 'longperiods longperiod'.split(' '),
  factor: 'kfactor c'.split(' '),
  streak: 'streakperiods streakperiod'.split(' '),
  rank: 'rankperiods rankperiod'.split(' '),
  cycle: 'cycleperiods cycleperiod tclength'.split(' '),
  jaw: ['jawperiods'],
  jawShift: ['jawoffset'],
  teeth: ['teethperiods'],
  teethShift: ['teethoffset'],
  lips: ['lipsperiods'],
  lipsShift: ['lipsoffset'],
  conversion: 'tenkan tenkanperiod tenkanperiods conversionperiod conversionperiods'.split(' '),
  base: 'kijun kijunperiod kijunperiods baseperiod baseperiods'.split(' '),
  span: 'senkou senkoub senkoubperiods senkouperiod spanperiod spanperiods'.split(' '),
  shift: 'offsetperiods senkouoffset displacement'.split(' '),
  offset: ['offsetperiods'],
  size: ['bricksize'],
  acceleration: 'accelerationstep step af afincrement'.split(' '),
  maximum: 'maxaccelerationfactor maxstep maxaf accelerationmax maxperiod'.split(' '),
  minimum: ['minperiod'],
  session: ['windowsize'],
  method: 'pointtype pivotpointtype'.split(' '),
  end: ['endtype'],
  start: ['startdate', 'startvalue'],
  left: 'leftbars leftspan'.split(' '),
  right: 'rightbars rightspan'.split(' '),
  deviationPeriod: 'stddevperiod stddevperiods'.split(' '),
};

/** What the names above would get wrong, by indicator: one of theirs may be several of ours, or (none) of no effect. */
const PECULIAR: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  fractals: { windowspan: ['left', 'right'] },
  'chaikin-volatility': { rocperiod: ['change'], rocperiods: ['change'] },
  'mass-index': {
    fastperiod: ['average'],
    slowperiod: ['period'],
    windowfast: ['average'],
    windowslow: ['period'],
  },
  'coppock-curve': { roc1period: ['short'], roc2period: ['long'] },
  'true-strength-index': {
    firstperiod: ['slow'],
    secondperiod: ['fast'],
    lookbackperiods: ['slow'],
    smoothperiods: ['fast'],
  },
  'stochastic-momentum-index': { firstsmoothperiods: ['slow'], secondsmoothperiods: ['fast'] },
  'price-momentum-oscillator': { timeperiods: ['first'], smoothperiods: ['second'] },
  'ultimate-oscillator': {
    timeperiod1: ['short'],
    timeperiod2: ['medium'],
    timeperiod3: ['long'],
    window1: ['short'],
    window2: ['medium'],
    window3: ['long'],
  },
  'fractal-chaos-bands': { windowspan: ['span'] },
  'rate-of-change-bands': { emaperiods: ['smooth'] },
  'parabolic-stop-and-reverse-extended': {
    offsetonreverse: ['offset'],
    accelerationinitlong: ['initialLong'],
    accelerationlong: ['long'],
    accelerationmaxlong: ['maximumLong'],
    accelerationinitshort: ['initialShort'],
    accelerationshort: ['short'],
    accelerationmaxshort: ['maximumShort'],
  },
  'zig-zag': { endtype: ['source'] },
  variance: { nbdev: [] },
  'stochastic-relative-strength-index': { fastkperiod: ['stochastic'] },
};

/**
 * The given values under this indicator's own names: `timeperiod`, `lookbackPeriods` and `length` are its `period`.
 * Names it knows by no convention stay, for `resolveParameters` to refuse. Throws a RangeError when two names mean the
 * same parameter and differ.
 */
export function ownParameterNames(
  definition: Pick<IndicatorDefinition, 'slug' | 'parameters'>,
  given: ParameterValues,
): ParameterValues {
  const values: Record<string, number> = {};
  for (const [name, value] of Object.entries(given)) {
    for (const own of ownNames(definition, name)) {
      if ((values[own] ?? value) !== value)
        throw new RangeError(
          `${definition.slug}: "${name}" is its ${own}, which was given as ${values[own]} too`,
        );
      values[own] = value;
    }
  }
  return values;
}

function ownNames(
  { slug, parameters }: Pick<IndicatorDefinition, 'slug' | 'parameters'>,
  name: string,
): readonly string[] {
  const names = parameters.map((parameter) => parameter.name);
  if (names.includes(name)) return [name];
  const key = name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  const peculiar = PECULIAR[slug]?.[key];
  if (peculiar) return peculiar;
  return [
    names.find((own) => own.toLowerCase() === key) ?? names.find((own) => USUAL[own]?.includes(key)) ?? name,
  ];
}
