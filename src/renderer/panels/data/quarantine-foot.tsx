import type { ReactNode } from 'react';
import type { QuarantinedRow } from '#contract/services/market-data';
import { formatCount } from '../../format/number.ts';
import type { Decision, QuarantineDecisions } from './use-quarantine-decisions.ts';

/** What can be done with the rows chosen, and what became of the last decision. */
export function QuarantineFoot({
  chosen,
  marked,
  decisions,
  onDecide,
  onEdit,
}: {
  readonly chosen: QuarantinedRow | undefined;
  readonly marked: number;
  readonly decisions: QuarantineDecisions;
  readonly onDecide: (decision: Decision) => void;
  readonly onEdit: () => void;
}): ReactNode {
  const count = marked > 0 ? marked : chosen ? 1 : 0;
  return (
    <div className="data-foot">
      <span className={decisions.isAsking ? 'danger-text' : 'muted'} role="status">
        {decisions.isAsking
          ? `Discard ${rowsText(count)} for ever? Press Del once more; the journal keeps what they were.`
          : (decisions.said ??
            (marked > 0 ? `${rowsText(marked)} marked` : 'Space marks, ⏎ fixes, R releases, Del discards'))}
      </span>
      <span className="row-actions">
        <button type="button" className="link-button" disabled={!chosen || marked > 1} onClick={onEdit}>
          Fix…
        </button>
        <button
          type="button"
          className="link-button"
          disabled={count === 0}
          title="Take as it is, where only a rule of thumb is broken (R)"
          onClick={() => onDecide('release')}
        >
          Release
        </button>
        <button
          type="button"
          className={decisions.isAsking ? 'link-button asking' : 'link-button danger'}
          disabled={count === 0}
          onClick={() => onDecide('discard')}
        >
          {decisions.isAsking ? `Discard ${formatCount(count)}?` : 'Discard'}
        </button>
      </span>
    </div>
  );
}

function rowsText(count: number): string {
  return count === 1 ? '1 row' : `${formatCount(count)} rows`;
}
