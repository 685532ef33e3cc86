import type { ReactNode } from 'react';
import { goToBacktest } from '../app/commands.ts';
import { startNewSession, toggleReplay } from '../app/session-control.ts';
import { goToTicket } from '../app/ticket-control.ts';
import { useIsConnected } from '../client/connection.ts';
import { useSession } from '../stores/engine-streams.ts';

/** Sets the replay going, or a new one when it is at its end; absent while it runs. */
export function StartReplayButton(): ReactNode {
  const session = useSession();
  const isConnected = useIsConnected();
  if (session === null || session.state === 'running') return null;
  const isFinished = session.state === 'finished';
  return (
    <button
      type="button"
      className="button small"
      disabled={!isConnected}
      onClick={isFinished ? startNewSession : toggleReplay}
    >
      {isFinished ? 'New session' : 'Start the replay'}
    </button>
  );
}

/** Goes to the ticket. */
export function NewOrderButton(): ReactNode {
  return (
    <button type="button" className="button small" onClick={() => goToTicket('buy')}>
      New order
    </button>
  );
}

/** Goes to the backtest form. */
export function BacktestButton(): ReactNode {
  return (
    <button type="button" className="button small" onClick={goToBacktest}>
      Run a backtest
    </button>
  );
}
