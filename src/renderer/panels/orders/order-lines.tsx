import type { ReactNode } from 'react';
import { formatCount, formatDuration } from '../../format/number.ts';
import { formatDateTime } from '../../format/time.ts';
import { cancelOrder, isChangeable, isOpenOrder, WhyButton } from '../order-cells.tsx';
import { AlgorithmActions } from './algorithm-cells.tsx';
import { OrderChangeLine } from './order-change-line.tsx';
import type { OrderRow } from './order-rows.ts';
import { stepTone, stepWord, waitText } from './step-words.ts';

const LINK_WORDS = {
  exit: { word: 'exit', title: 'Sent once the order above fills' },
  oco: { word: 'OCO', title: 'A fill of one cancels the others of its list' },
  ouo: { word: 'OUO', title: 'A fill of one takes as much off the others of its list' },
  slice: { word: 'slice', title: 'One of the orders the algorithm above sends' },
} as const;

/** The fold of a line and how it hangs on the one above. */
export function FoldCell({
  row,
  onFold,
}: {
  readonly row: OrderRow;
  readonly onFold: (id: string) => void;
}): ReactNode {
  if (row.kind !== 'order' && row.kind !== 'algorithm') return null;
  const { id, isUnfolded } = row;
  const link = row.kind === 'order' && row.link !== null ? LINK_WORDS[row.link] : null;
  const what = row.kind === 'order' ? 'every change of its state' : `its ${formatCount(row.slices)} orders`;
  return (
    <span className="order-fold">
      <button
        type="button"
        className="link-button"
        aria-expanded={isUnfolded}
        aria-label={isUnfolded ? `Hide ${what}` : `Show ${what}`}
        title={`${isUnfolded ? 'Hides' : 'Shows'} ${what} (→ ←)`}
        onClick={(event) => {
          event.stopPropagation();
          onFold(id);
        }}
      >
        {isUnfolded ? '▾' : '▸'}
      </button>
      {link && (
        <span className="muted" title={link.title}>
          └ {link.word}
        </span>
      )}
    </span>
  );
}

/** What can be done with a line. */
export function ActionsCell({
  row,
  onChange,
}: {
  readonly row: OrderRow;
  readonly onChange: (id: string) => void;
}): ReactNode {
  if (row.kind === 'algorithm') return <AlgorithmActions algorithm={row.algorithm} />;
  if (row.kind !== 'order') return null;
  const { order } = row;
  return (
    <span className="row-actions">
      <WhyButton clientOrderId={order.clientOrderId} />
      {isChangeable(order) && (
        <button
          type="button"
          className="link-button"
          title="New quantity or prices (M)"
          onClick={() => onChange(order.clientOrderId)}
        >
          Change
        </button>
      )}
      {isOpenOrder(order) && (
        <button
          type="button"
          className="link-button danger"
          title="Asks for its end (Del)"
          onClick={() => cancelOrder(order)}
        >
          Cancel
        </button>
      )}
    </span>
  );
}

/** What a line shows over its whole width: one state change, a sentence, or the fields of a change. */
export function wideLine(row: OrderRow, onChanged: () => void): ReactNode | null {
  if (row.kind === 'note') return <span className="order-step muted">{row.text}</span>;
  if (row.kind === 'change') return <OrderChangeLine order={row.order} onClose={onChanged} />;
  if (row.kind !== 'step') return null;
  const { step, sinceMs, afterMs } = row;
  const tone = stepTone(step.kind);
  return (
    <span className="order-step">
      <span className="muted number" title="Time in the account: of the market in a replay. New York">
        {formatDateTime(step.eventTime)}
      </span>
      <span
        className="number order-step-wait"
        title={`Wall time since the state before; ${formatDuration(afterMs)} after the first`}
      >
        {sinceMs === null ? '' : waitText(sinceMs)}
      </span>
      <span className={`order-step-word tone-${tone}`}>{stepWord(step.kind)}</span>
      <span className="order-step-text selectable" title={step.text}>
        {step.text}
      </span>
      <span className="muted" title={`Journal record ${formatCount(step.sequence)}`}>
        {step.source.replaceAll('_', ' ')} · #{formatCount(step.sequence)}
      </span>
    </span>
  );
}
