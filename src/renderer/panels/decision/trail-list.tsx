import type { ReactNode } from 'react';
import type { Trail } from '#contract/services/decisions';
import { formatCount } from '../../format/number.ts';
import { formatDateTime } from '../../format/time.ts';

/** The journal records that led to an order and followed from it, with the first digits of their hashes. */
export function TrailList({ records }: { readonly records: Trail['records'] }): ReactNode {
  return (
    <ol className="trail" aria-label="Journal records of this order">
      {records.map((record) => (
        <li key={record.sequence} title={`${formatDateTime(record.eventTime)} New York\n${record.hash}`}>
          <span className="number muted">{formatCount(record.sequence)}</span>
          <span className="trail-kind">{record.kind}</span>
          <code className="muted">{record.hash.slice(0, 8)}</code>
          <span className="trail-summary selectable">{record.summary}</span>
        </li>
      ))}
    </ol>
  );
}
