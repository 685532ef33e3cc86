import { InvalidArgumentError } from 'commander';
import { unknownName } from '#contract/errors';
import { type ExitRequest, exitTemplate } from '#contract/services/exits';
import type { Settings } from '#contract/services/settings';
import { EXIT_UNITS } from '#domain/orders/map-exits';
import { UsageError } from './failure.ts';

/** Exits as they are told on the command line: written out, or the name of a template that is kept. */
export type ExitsArgument = { readonly exits: ExitRequest } | { readonly name: string };

const SHAPE =
  'It must be the name of a kept template, or read like stop=6,target=8:50,target=16:50,unit=ticks.';

/**
 * Reads `stop=6,target=8:50,target=16:50,break-even=4:1,trail=5,unit=ticks` (shares in percent), the same as JSON as
 * trading.submit takes it, or a name.
 */
export function readExits(text: string): ExitsArgument {
  if (text.startsWith('{')) return { exits: checked(fromJson(text)) };
  if (!text.includes('=')) return { name: text };
  const exits: Record<string, unknown> = {};
  const targets: { distance: string; share: string }[] = [];
  for (const part of text.split(',')) {
    const [key = '', value = ''] = part.split('=');
    const [amount = '', more] = value.split(':');
    if (key === 'unit' && EXIT_UNITS.some((unit) => unit === value)) exits['unit'] = value;
    else if (key === 'target') targets.push({ distance: amount, share: fraction(more ?? '100') });
    else if (key === 'stop' || key === 'trail') exits[key] = { distance: amount };
    else if (key === 'break-even')
      exits['breakEven'] = { after: amount, ...(more === undefined ? {} : { offset: more }) };
    else throw new InvalidArgumentError(`"${part}" is not understood. ${SHAPE}`);
  }
  return { exits: checked({ ...exits, ...(targets.length > 0 ? { targets } : {}) }) };
}

/** The template meant. Throws a `UsageError` with the nearest names where none is kept under that one. */
export function exitsMeant(
  argument: ExitsArgument,
  { exitTemplates }: Pick<Settings, 'exitTemplates'>,
): ExitRequest {
  if ('exits' in argument) return argument.exits;
  const kept = exitTemplates.find(({ name }) => name === argument.name);
  if (!kept) {
    const names = exitTemplates.map(({ name }) => name);
    throw new UsageError(unknownName('exit template', argument.name, names));
  }
  const { name: _name, ...exits } = kept;
  return exits;
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? error.message : String(error));
  }
}

function checked(value: unknown): ExitRequest {
  const { success, data, error } = exitTemplate.safeParse(value);
  if (success) return data;
  const [issue] = error.issues;
  throw new InvalidArgumentError(
    `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'cannot be read'}. ${SHAPE}`,
  );
}

/** Percent as a fraction, digit by digit: `33.3` is `0.333`. */
function fraction(percent: string): string {
  const [whole = '', digits = ''] = percent.split('.');
  if (!/^\d+$/.test(whole)) return percent;
  const moved = whole.padStart(3, '0');
  return `${moved.slice(0, -2)}.${moved.slice(-2)}${digits}`;
}
