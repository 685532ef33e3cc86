import { toldNumber } from '#domain/values/told-number';
import type { StrategyEnd } from './process-messages.ts';

/** The end of a strategy that took more memory than it has. */
export function tooBig(path: string, memoryMb: number): StrategyEnd {
  const message = `${path}: the strategy took more than ${toldNumber(memoryMb, 0)} MB of memory and was ended; look for what it keeps of every bar`;
  return { kind: 'failed', code: 'TASK_FAILED', message };
}
