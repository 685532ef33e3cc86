import type { ReactNode } from 'react';
import { useConnection, useIsConnected } from '../client/connection.ts';
import { Dot } from '../components/badge.tsx';
import { formatCount, formatDuration } from '../format/number.ts';
import { formatDateTime } from '../format/time.ts';
import { useProposals, useSession } from '../stores/engine-streams.ts';
import { useReference } from '../stores/reference.ts';
import { goToSettings } from './commands.ts';
import { HaltButton } from './halt-button.tsx';
import { Palette } from './palette.tsx';
import { speedText } from './session-control.ts';
import { focusPanel, openPanel, showWorkspace, useWorkspace, WORKSPACES } from './workspace-control.ts';

/** Mode, engine, clock and the way to stop, always in the same places. */
export function TopBar(): ReactNode {
  const current = useWorkspace((state) => state.current);
  const isConnected = useIsConnected();
  return (
    <header className={isConnected ? 'top-bar' : 'top-bar cut-off'}>
      <span className="mark">
        <Mark /> Octopus
      </span>
      <nav aria-label="Workspaces">
        {WORKSPACES.map(({ id, title, keys }) => (
          <button
            key={id}
            type="button"
            className="workspace-tab"
            aria-current={id === current ? 'page' : undefined}
            title={`${title} (${keys})`}
            onClick={() => showWorkspace(id)}
          >
            {title}
          </button>
        ))}
      </nav>
      <Palette />
      <span className="top-badges">
        <ModeBadge />
        <AutonomyBadge />
        <EngineBadge />
        <ProfileBadge />
      </span>
      <MarketClock />
      <HaltButton />
    </header>
  );
}

function Mark(): ReactNode {
  return (
    <svg width="15" height="15" viewBox="0 0 16 16" aria-hidden="true">
      <circle cx="8" cy="6.6" r="4.6" fill="none" stroke="currentColor" strokeWidth="1.7" />
      <circle cx="8" cy="6.6" r="1.5" fill="currentColor" />
      <path
        d="M4.6 10.2c0 2.2-1 3.4-2.6 3.9M6.8 11.2c0 2-.5 3.2-1.5 4M9.2 11.2c0 2 .5 3.2 1.5 4M11.4 10.2c0 2.2 1 3.4 2.6 3.9"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.4"
        strokeLinecap="round"
      />
    </svg>
  );
}

function ModeBadge(): ReactNode {
  const session = useSession();
  if (session === null) return null;
  const { state, daysPerSecond, isSimulatedIntraday } = session;
  const pace = state === 'running' ? speedText(daysPerSecond) : state;
  return (
    <span
      className="pill amber"
      title="Past days are replayed with paper money. The path within each day is simulated from its open, high, low and close."
    >
      REPLAY {pace}
      <span className="optional">
        {isSimulatedIntraday ? (
          <>
            {' · simulated '}
            <span className="roomy">intraday </span>path
          </>
        ) : (
          ' · recorded ticks'
        )}
      </span>
    </span>
  );
}

const AUTONOMY_TEXTS = {
  off: 'Strategies off',
  suggest: 'Strategies suggest',
  confirm: 'Strategies ask',
  auto: 'Strategies act',
} as const;

function AutonomyBadge(): ReactNode {
  const session = useSession();
  const { items } = useProposals();
  const waiting = items.filter(({ status }) => status === 'open').length;
  if (waiting > 0)
    return (
      <button
        type="button"
        className="pill live warning"
        title="Orders that strategies ask for and that wait for your word"
        onClick={() => {
          openPanel('proposals', 'Proposals');
          focusPanel('proposals');
        }}
      >
        Strategies ask: {formatCount(waiting)} waiting
      </button>
    );
  if (session === null) return null;
  return (
    <button
      type="button"
      className={session.autonomy === 'auto' ? 'pill live' : 'pill'}
      title="How far strategies may go on their own; set it in Settings"
      onClick={goToSettings}
    >
      {AUTONOMY_TEXTS[session.autonomy]}
    </button>
  );
}

function EngineBadge(): ReactNode {
  const { phase, roundTripMs, problem } = useConnection();
  const title =
    phase === 'connected'
      ? 'Round trip of a call from this window to the engine and back, median of the last 7'
      : (problem ?? undefined);
  return (
    <span className={phase === 'disconnected' ? 'pill lost' : 'pill'} title={title} role="status">
      <Dot tone={phase === 'connected' ? 'good' : phase === 'connecting' ? 'muted' : 'danger'} />
      {phase === 'connected' ? (
        <>
          Engine <span className="number">{formatDuration(roundTripMs)}</span>
        </>
      ) : (
        `Engine ${phase === 'connecting' ? 'connecting' : 'not connected'}`
      )}
    </span>
  );
}

function ProfileBadge(): ReactNode {
  const info = useReference().info;
  if (info === null) return null;
  return (
    <span
      className="pill"
      title={info.profile === 'solo' ? 'Everything runs on this machine' : 'Shares the team services'}
    >
      {info.profile === 'solo' ? 'Solo' : 'Team'}
      {info.isReadOnly ? ' · read-only' : ''}
    </span>
  );
}

function MarketClock(): ReactNode {
  const session = useSession();
  return (
    <time className="market-clock number" title="Market time of the newest event, New York">
      {formatDateTime(session?.eventTime ?? null)} <span className="optional">New York</span>
    </time>
  );
}
