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
  if (!strategy['onBar'] && !strategy['onTick'])
    return 'the strategy needs onBar or onTick: it would never act';
  const stranger = Object.keys(strategy).find(
    (key) => !['name', 'summary', 'parameters', ...CALLS].includes(key),
  );
  if (stranger !== undefined)
    return `"${stranger}" is no part of a strategy; its calls are ${CALLS.join(', ')}`;
  return parametersFault(strategy['parameters']);
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
  }
  return undefined;
}
