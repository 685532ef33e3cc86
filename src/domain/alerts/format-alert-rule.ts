import { findIndicator } from '../indicators/catalog.ts';
import { shownParameters } from '../indicators/parameters.ts';
import type { AlertRule, Condition, Measure, Moment } from './alert-rule.ts';

/**
 * The text of a rule, which {@link parseAlertRule} reads back to the same rule. The symbol that is meant where none is
 * named is left out.
 */
export function formatAlertRule(rule: AlertRule, symbol: string): string {
  if (rule.kind !== 'all' && rule.kind !== 'any') return formatCondition(rule, symbol);
  const word = rule.kind === 'all' ? ' and ' : ' or ';
  return rule.members
    .map((member) => {
      const text = formatAlertRule(member, symbol);
      return member.kind === 'all' || member.kind === 'any' ? `(${text})` : text;
    })
    .join(word);
}

/** `price crosses-above 200`, `rsi(14,1d) is-above 70`, `price rises-by 2% in 15m`, `time at 09:35 America/New_York`. */
export function formatCondition(condition: Condition, symbol: string): string {
  if (condition.kind === 'time') return `time ${condition.operator} ${formatMoment(condition.moment)}`;
  const measure = formatMeasure(condition.measure, symbol);
  if (condition.kind === 'range')
    return `${measure} ${condition.operator} ${condition.from} to ${condition.to}`;
  if (condition.kind === 'move')
    return `${measure} ${condition.operator} ${condition.percent}% in ${formatDuration(condition.windowMs)}`;
  const { operator, operand } = condition;
  return `${measure} ${operator} ${typeof operand === 'number' ? operand : formatMeasure(operand, symbol)}`;
}

/** `price`, `change(30m)`, `rsi(14,1d)`, `macd(12,26,9,1h).signal@MSFT`. */
export function formatMeasure(measure: Measure, symbol: string): string {
  return `${measureText(measure)}${measure.symbol === symbol ? '' : `@${measure.symbol}`}`;
}

/** `90s`, `15m`, `4h`, `2d`: in the largest unit it is a whole number of. */
export function formatDuration(durationMs: number): string {
  if (durationMs % 86_400_000 === 0) return `${durationMs / 86_400_000}d`;
  if (durationMs % 3_600_000 === 0) return `${durationMs / 3_600_000}h`;
  if (durationMs % 60_000 === 0) return `${durationMs / 60_000}m`;
  return `${durationMs / 1_000}s`;
}

function measureText(measure: Measure): string {
  switch (measure.kind) {
    case 'price':
      return measure.side;
    case 'change':
      if (measure.since === 'close') return 'change';
      return `change(${measure.since === 'open' ? 'open' : formatDuration(measure.since)})`;
    case 'volume':
      return measure.timeframe === null ? 'volume' : `volume(${withLive([measure.timeframe], measure)})`;
    case 'relative-volume':
      return `relative-volume(${withLive([measure.bars, measure.timeframe], measure)})`;
    case 'indicator': {
      const definition = findIndicator(measure.slug);
      const values = shownParameters(definition?.parameters ?? [], measure.parameters);
      const output = measure.output === definition?.outputs[0] ? '' : `.${measure.output}`;
      const name = definition?.aliases[0] ?? measure.slug;
      return `${name}(${withLive([...values, measure.timeframe], measure)})${output}`;
    }
  }
}

function withLive(parts: readonly (string | number)[], { isLive }: { readonly isLive: boolean }): string {
  return [...parts, ...(isLive ? ['live'] : [])].join(',');
}

function formatMoment(moment: Moment): string {
  if (moment.kind === 'instant') return new Date(moment.time).toISOString().replace(/(:00)?\.000Z$/, 'Z');
  if (moment.kind === 'daily') {
    const two = (value: number): string => String(value).padStart(2, '0');
    return `${two(Math.floor(moment.minutes / 60))}:${two(moment.minutes % 60)} ${moment.timeZone}`;
  }
  const side = moment.offsetMinutes < 0 ? 'before' : 'after';
  const offset = `${formatDuration(Math.abs(moment.offsetMinutes) * 60_000)}`;
  return `${moment.offsetMinutes === 0 ? '' : `${offset} ${side}-`}${moment.edge} ${moment.calendar}`;
}
