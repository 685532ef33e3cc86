import type { ReactNode } from 'react';
import {
  REPLAY_SPEEDS,
  setReplaySpeed,
  speedText,
  startNewSession,
  stepReplay,
  toggleReplay,
} from '../app/session-control.ts';
import { useIsConnected } from '../client/connection.ts';
import { ConfirmButton } from '../components/confirm-button.tsx';
import { formatCount } from '../format/number.ts';
import { formatDate } from '../format/time.ts';
import { useSession } from '../stores/engine-streams.ts';

/** Time of the replay: play and pause, speed, one day on, where in the days it is, and a fresh start. */
export function ReplayBar(): ReactNode {
  const session = useSession();
  const isConnected = useIsConnected();
  if (session === null)
    return <div className="replay-bar muted">The replay appears here as soon as the engine answers.</div>;
  const { state, dayIndex, dayCount, eventIndex, eventCount, daysPerSecond, startDate, endDate } = session;
  const isRunning = state === 'running';
  const share = eventCount > 0 ? eventIndex / eventCount : 0;
  const speeds = (REPLAY_SPEEDS as readonly number[]).includes(daysPerSecond)
    ? REPLAY_SPEEDS
    : [daysPerSecond, ...REPLAY_SPEEDS];
  const day = Math.min(dayCount, dayIndex + 1);
  return (
    <section className={isConnected ? 'replay-bar' : 'replay-bar stale'} aria-label="Replay">
      <button
        type="button"
        className="replay-button"
        disabled={!isConnected || state === 'finished'}
        aria-label={isRunning ? 'Pause the replay' : 'Play the replay'}
        title={`${isRunning ? 'Pause' : 'Play'} (Space)`}
        onClick={toggleReplay}
      >
        {isRunning ? <PauseIcon /> : <PlayIcon />}
      </button>
      <button
        type="button"
        className="replay-button"
        disabled={!isConnected || isRunning || state === 'finished'}
        aria-label="Step one day"
        title="Step one day (→); five days with ⇧ →"
        onClick={() => stepReplay(1)}
      >
        <StepIcon />
      </button>
      <select
        className="replay-speed"
        aria-label="Replay speed"
        value={String(daysPerSecond)}
        disabled={!isConnected}
        onChange={(event) => setReplaySpeed(Number(event.target.value))}
      >
        {speeds.map((speed) => (
          <option key={speed} value={String(speed)}>
            {speedText(speed)}
          </option>
        ))}
      </select>
      <span className="muted number optional">{formatDate(startDate)}</span>
      <span
        className="replay-track"
        role="progressbar"
        aria-label="Progress of the replay"
        aria-valuemin={0}
        aria-valuemax={eventCount}
        aria-valuenow={eventIndex}
        title={`event ${formatCount(eventIndex)} of ${formatCount(eventCount)}, seed ${session.seed}`}
      >
        <span className="replay-done" style={{ width: `${(share * 100).toFixed(3)}%` }} />
      </span>
      <span className="muted number optional">{formatDate(endDate)}</span>
      <span className="number">
        day {formatCount(day)} of {formatCount(dayCount)}
      </span>
      <span className={state === 'running' ? 'good' : 'warning'}>{state}</span>
      <ConfirmButton
        question="Start afresh?"
        title="Starts the replay again with a fresh paper account; the journal keeps this one"
        isDisabled={!isConnected}
        onConfirm={startNewSession}
      >
        New session
      </ConfirmButton>
    </section>
  );
}

function PlayIcon(): ReactNode {
  return (
    <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
      <path d="M2 1l9 5-9 5z" fill="currentColor" />
    </svg>
  );
}

function PauseIcon(): ReactNode {
  return (
    <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
      <path d="M2 1h3v10H2zM7 1h3v10H7z" fill="currentColor" />
    </svg>
  );
}

function StepIcon(): ReactNode {
  return (
    <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
      <path d="M2 1l7 5-7 5zM9 1h2v10H9z" fill="currentColor" />
    </svg>
  );
}
