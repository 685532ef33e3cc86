import type { Parameter, ParameterValues } from '../../indicators/indicator.ts';
import { resolveParameters } from '../../indicators/parameters.ts';
import type { StrategyModule } from './define-strategy.ts';

/** What a strategy file declares, as every other parameter is described. */
export function declaredParameters(strategy: Pick<StrategyModule, 'parameters'>): Parameter[] {
  return Object.entries(strategy.parameters ?? {}).map(([name, declared]) => ({
    name,
    label: declared.label ?? name,
    default: declared.default,
    minimum: declared.minimum,
    maximum: declared.maximum,
    isInteger: declared.isInteger ?? true,
  }));
}

/** Steps from end to end of a range that is not of whole numbers and declares none. */
const STEPS = 10;

/** The values each parameter is tried with when none are given, as `parseParameterRange` reads them: `2:100:1`. */
export function declaredRanges(strategy: Pick<StrategyModule, 'parameters'>): Record<string, string> {
  const ranges = Object.entries(strategy.parameters ?? {}).map(([name, declared]): [string, string] => {
    const { minimum, maximum, isInteger = true } = declared;
    const step = declared.step ?? (isInteger ? 1 : Number(((maximum - minimum) / STEPS).toPrecision(12)));
    if (!(step > 0)) return [name, plain(minimum)];
    return [name, `${plain(minimum)}:${plain(maximum)}:${plain(step)}`];
  });
  return Object.fromEntries(ranges);
}

/** Digits without an exponent, which ranges are not written with. */
function plain(value: number): string {
  const text = String(value);
  return text.includes('e') ? value.toFixed(20).replace(/\.?0+$/, '') : text;
}

/** Every parameter with its value. Throws a `RangeError` that says which is wrong, and why, as `resolveParameters`. */
export function resolveDeclared(strategy: StrategyModule, given: ParameterValues): ParameterValues {
  return resolveParameters(
    {
      slug: strategy.name,
      parameters: declaredParameters(strategy),
      validate: (values) => strategy.validate?.(values),
    },
    given,
  );
}

const CALLS = ['validate', 'warmUpBars', 'onStart', 'onBar', 'onTick', 'onFill', 'onEnd'] as const;

/** What keeps a value from being a strategy, as a sentence; undefined when nothing does. */
export function strategyFault(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null)
    return 'the file must have a default export made by defineStrategy({ … })';
  const strategy = value as Record<string, unknown>;
  if (typeof strategy['name'] !== 'string' || strategy['name'] === '')
    return 'the strategy needs a name, a text that is not empty';
  for (const call of CALLS)
    if (strategy[call] !== undefined && typeof strategy[call] !== 'function')
      return `"${call}" must be a function, not ${typeof strategy[call]}`;
  const promising = CALLS.find((call) => isAsync(strategy[call]));
  if (promising !== undefined)
    return `"${promising}" is async: a decision is made when it is asked for; leave async and await out`;
  if (!strategy['onBar'] && !strategy['onTick'])
    return 'the strategy needs onBar or onTick: it would never act';
  const stranger = Object.keys(strategy).find(
    (key) => !['name', 'summary', 'parameters', ...CALLS].includes(key),
  );
  if (stranger !== undefined)
    return `"${stranger}" is no part of a strategy; its calls are ${CALLS.join(', ')}`;
  return parametersFault(strategy['parameters']);
}

/** Told by its tag, as the file may have been evaluated in a context with built-ins of its own. */
function isAsync(call: unknown): boolean {
  return /Async|Generator/.test(Object.prototype.toString.call(call));
}

function parametersFault(parameters: unknown): string | undefined {
  if (parameters === undefined) return undefined;
  if (typeof parameters !== 'object' || parameters === null) return '"parameters" must be an object';
  for (const [name, declared] of Object.entries(parameters as Record<string, unknown>)) {
    const given = declared as Record<string, unknown> | null;
    for (const part of ['default', 'minimum', 'maximum'])
      if (typeof given?.[part] !== 'number') return `parameter "${name}" needs a number as its ${part}`;
    const { default: value, minimum, maximum } = given as Record<'default' | 'minimum' | 'maximum', number>;
    if (!(minimum <= value && value <= maximum))
      return `parameter "${name}": its default ${value} is not from ${minimum} to ${maximum}`;
    const step = given?.['step'];
    if (step !== undefined && !(typeof step === 'number' && step > 0))
      return `parameter "${name}": its step must be a number above 0`;
    if (step !== undefined && given?.['isInteger'] !== false && !Number.isInteger(step))
      return `parameter "${name}" takes whole numbers, its step ${step} is none; say isInteger: false`;
  }
  return undefined;
}
