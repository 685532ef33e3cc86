import type { ReactNode } from 'react';
import { formatCount } from '../format/number.ts';
import { haltTrading, openSafety, resumeTrading, useKill, useStopped } from './kill-control.ts';

/** Stops everything by one press, from anywhere; beside it the way to the gentler and the harder steps. */
export function HaltButton(): ReactNode {
  const { stopped, count } = useStopped();
  const { running } = useKill();
  const isAllStopped = stopped.length > 0 && stopped.length === count;
  return (
    <span className="halt-group">
      {isAllStopped ? (
        <button
          type="button"
          className="halt resume"
          title={
            count === 1
              ? 'Trading is stopped; press to allow orders again'
              : 'Trading is stopped in every account; choose which go on'
          }
          onClick={() => (count === 1 ? resumeTrading() : openSafety())}
        >
          RESUME
        </button>
      ) : (
        <button
          type="button"
          className="halt"
          title="Cancels every open order of every account and refuses new ones, at once"
          aria-keyshortcuts="Shift+Escape"
          onClick={haltTrading}
        >
          {running === null ? 'HALT' : 'HALTING…'} <span aria-hidden="true">⇧Esc</span>
        </button>
      )}
      <button
        type="button"
        className="halt more-steps"
        aria-label="Kill switch in steps"
        title={`Hold, cancel all, reduce only, flatten; watchdog and drills${stopped.length > 0 ? `. ${formatCount(stopped.length)} of ${formatCount(count)} accounts stopped` : ''}`}
        aria-keyshortcuts="Alt+H"
        onClick={openSafety}
      >
        {stopped.length > 0 && !isAllStopped ? `${formatCount(stopped.length)} stopped` : '▾'}
      </button>
    </span>
  );
}
