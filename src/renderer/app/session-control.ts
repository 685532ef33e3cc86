import type { EngineClient } from '#contract/rpc/connect-channel';
import type { SessionState } from '#contract/services/session';
import { requireEngine } from '../client/connection.ts';
import { refusalText } from '../client/refusal.ts';
import { sessionStream } from '../stores/engine-streams.ts';
import { showToast } from '../stores/toasts.ts';
import { ofChosenAccount } from '../stores/trading-account.ts';

/** Speeds offered, in trading days a second of wall time; 0 is as fast as the machine can. */
export const REPLAY_SPEEDS = [0.25, 0.5, 1, 2, 5, 20, 100, 0] as const;

/** `1 day/s`, `0.25 days/s`, `full speed`. */
export function speedText(daysPerSecond: number): string {
  if (daysPerSecond === 0) return 'full speed';
  return `${daysPerSecond} ${daysPerSecond === 1 ? 'day' : 'days'}/s`;
}

/** Asks the engine for something; what it refuses is said as a toast under `what`. */
export async function act(what: string, ask: (engine: EngineClient) => Promise<unknown>): Promise<boolean> {
  try {
    await ask(requireEngine());
    return true;
  } catch (error) {
    showToast({ severity: 'error', title: what, text: refusalText(error) });
    return false;
  }
}

function session() {
  return sessionStream.store.getState().value;
}

export function toggleReplay(): void {
  if (session()?.state === 'running') void act('Pause replay', (engine) => engine.session.pause());
  else void act('Start replay', (engine) => engine.session.resume());
}

/** Goes on by whole trading days; only while paused, as a running replay steps by itself. */
export function stepReplay(days: number): void {
  if (session()?.state === 'running') return;
  void act('Step replay', (engine) => engine.session.step({ days }));
}

export function setReplaySpeed(daysPerSecond: number): void {
  void act('Set replay speed', (engine) => engine.session.setSpeed({ daysPerSecond }));
}

export function setAutonomy(autonomy: SessionState['autonomy']): void {
  void act('Set autonomy', (engine) => engine.session.setAutonomy({ autonomy }));
}

/** A fresh replay of the same symbols with a fresh paper account; the journal keeps the old one. */
export function startNewSession(): void {
  void act('Start a new session', (engine) => engine.session.start({}));
}

export function cancelAllOrders(): void {
  void act('Cancel all orders', async (engine) => {
    const { cancelled } = await engine.trading.cancelAll(ofChosenAccount());
    showToast({
      severity: 'info',
      title: 'Cancel all orders',
      text: `${cancelled} open orders: their end was asked for.`,
    });
  });
}
