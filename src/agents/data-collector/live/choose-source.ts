import type { StreamState } from '#engine/ports/market-stream';

/** A source that has been away this long is replaced by the next of the chain, if there is one. */
const PATIENCE_MS = 10_000;
/** A source that came back must stay this long before symbols return to it. */
const TRUST_MS = 30_000;

/** One source of a chain as it stands; `state` is null while it is not open. */
export interface Candidate {
  readonly id: string;
  readonly name: string;
  /** Whether it has the key it needs. */
  readonly isReady: boolean;
  readonly hasRoom: boolean;
  readonly state: StreamState | null;
  readonly stateTime: number;
}

/**
 * The source a symbol is to stream from: the first of its chain that can serve it, or one that may come back, and
 * what stood in the way of those before it. Null when all are out of the question.
 */
export function chooseSource(
  candidates: readonly Candidate[],
  current: string | null,
  now: number,
): { source: string | null; reason: string | null } {
  let reason: string | null = null;
  for (const candidate of candidates) {
    const obstacle = obstacleTo(candidate, current, now);
    if (obstacle === null) return { source: candidate.id, reason };
    reason ??= obstacle;
  }
  const hopeful = candidates.find(
    ({ isReady, hasRoom, state }) => isReady && hasRoom && state?.kind !== 'ended',
  );
  return { source: hopeful?.id ?? null, reason };
}

function obstacleTo(
  { id, name, isReady, hasRoom, state, stateTime }: Candidate,
  current: string | null,
  now: number,
): string | null {
  if (!isReady) return `${name} needs a key`;
  if (!hasRoom) return `${name} takes no more symbols`;
  if (state === null) return null;
  if (state.kind === 'ended') return `${name}: ${state.reason}`;
  const isOwn = current === id || current === null;
  if (state.kind === 'live')
    return isOwn || now - stateTime >= TRUST_MS ? null : `${name} has just come back`;
  const text = state.kind === 'waiting' ? state.reason : 'it does not answer';
  return isOwn && now - stateTime < PATIENCE_MS ? null : `${name}: ${text}`;
}
