import type { ReactNode } from 'react';
import type { VerdictResult } from '#contract/services/lab';
import { Badge, type Tone } from '../../../components/badge.tsx';
import { formatPercent } from '../../../format/number.ts';
import { showLabView } from './lab-store.ts';
import type { TaskRun } from './use-task-run.ts';

export const VERDICT_TONES: Readonly<Record<VerdictResult['verdict']['verdict'], Tone>> = {
  convincing: 'good',
  doubtful: 'warning',
  unconvincing: 'danger',
  invalid: 'danger',
};

/** The verdict in one line above the curve; the whole of it is a view of its own. */
export function VerdictLine({
  run,
  symbols,
}: {
  readonly run: TaskRun<VerdictResult>;
  /** Symbols in the account. */
  readonly symbols: number;
}): ReactNode {
  if (symbols > 1)
    return (
      <p className="verdict-line">
        <Badge tone="muted">no verdict</Badge>
        <span className="verdict-sentence muted">
          An account of several symbols is not examined: run one of them alone to have it doubted.
        </span>
      </p>
    );
  if (run.kind === 'none') return null;
  if (run.kind === 'failed')
    return (
      <p className="verdict-line">
        <Badge tone="warning">no verdict</Badge>
        <span className="verdict-sentence">{run.problem}</span>
      </p>
    );
  if (run.kind === 'running') {
    const progress = run.task?.progress ?? null;
    return (
      <p className="verdict-line" aria-live="polite">
        <Badge tone="muted">verdict</Badge>
        <span className="verdict-sentence muted">
          {`Examining it out of sample, against chance, with more costs and delay${progress === null ? '…' : `: ${formatPercent(progress * 100, 0)}`}`}
        </span>
      </p>
    );
  }
  const { verdict, sentence } = run.result.verdict;
  return (
    <p className="verdict-line" aria-live="polite">
      <Badge tone={VERDICT_TONES[verdict]}>{verdict}</Badge>
      <span className="verdict-sentence selectable" title={sentence}>
        {withoutHead(sentence)}
      </span>
      <button type="button" className="link-button" onClick={() => showLabView('verdict')}>
        Why ›
      </button>
    </p>
  );
}

/** The sentence without the word that the badge says already. */
export function withoutHead(sentence: string): string {
  const rest = sentence.replace(/^\w+: /, '');
  return rest.charAt(0).toUpperCase() + rest.slice(1);
}

/** What a sentence says after its reasons, which stand in a list below; all but its head where they are not in it. */
export function withoutReasons(sentence: string, reasons: readonly string[]): string {
  const last = reasons.at(-1);
  const place = last === undefined ? -1 : sentence.lastIndexOf(last);
  const rest = place < 0 ? '' : sentence.slice(place + (last?.length ?? 0)).replace(/^[.;\s]+/, '');
  return rest === '' ? withoutHead(sentence) : rest;
}
