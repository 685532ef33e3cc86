import type { ReactNode } from 'react';
import type { AlgorithmView } from '#contract/services/algorithms';
import { act } from '../../app/session-control.ts';
import { Badge, type Tone } from '../../components/badge.tsx';
import { ConfirmButton } from '../../components/confirm-button.tsx';
import { formatCount } from '../../format/number.ts';

const TONES: Readonly<Record<AlgorithmView['state'], Tone>> = {
  running: 'accent',
  paused: 'warning',
  ending: 'warning',
  finished: 'good',
  cancelled: 'muted',
};

export function AlgorithmBadge({ algorithm }: { readonly algorithm: AlgorithmView }): ReactNode {
  const { state, childrenSent, reason } = algorithm;
  return (
    <Badge tone={TONES[state]} title={`${formatCount(childrenSent)} orders sent. ${reason}`}>
      {state}
    </Badge>
  );
}

/** Pause, go on, end. */
export function AlgorithmActions({ algorithm }: { readonly algorithm: AlgorithmView }): ReactNode {
  const { id, state, kind, symbol } = algorithm;
  const name = `${kind} in ${symbol}`;
  return (
    <span className="row-actions">
      {state === 'running' && (
        <button
          type="button"
          className="link-button"
          title="Nothing more is sent until it goes on; what it has sent stays"
          onClick={() => void act(`Pause the ${name}`, ({ trading }) => trading.pauseAlgorithm({ id }))}
        >
          Pause
        </button>
      )}
      {state === 'paused' && (
        <button
          type="button"
          className="link-button"
          title="What was not sent meanwhile is spread over what is left of it"
          onClick={() => void act(`Resume the ${name}`, ({ trading }) => trading.resumeAlgorithm({ id }))}
        >
          Go on
        </button>
      )}
      {(state === 'running' || state === 'paused') && (
        <ConfirmButton
          question="End it?"
          title="Ends it and cancels its orders; nothing is sent as market"
          onConfirm={() => void act(`End the ${name}`, ({ trading }) => trading.cancelAlgorithm({ id }))}
        >
          End
        </ConfirmButton>
      )}
    </span>
  );
}
