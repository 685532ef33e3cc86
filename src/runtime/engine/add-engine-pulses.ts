import { topics } from '#contract/topics';
import type { Engine } from './engine.ts';

const HEARTBEAT_MS = 1_000;
const ALERT_REFRESH_MS = 500;
const PROPOSAL_LOOK_MS = 1_000;
const CHECKPOINT_MS = 1_000;

/** What every engine does many times a minute, sessions wanted or not. */
export function addEnginePulses(
  engine: Pick<
    Engine,
    'scheduler' | 'bus' | 'clock' | 'alerts' | 'accounts' | 'proposals' | 'keeper' | 'stores' | 'health'
  >,
): void {
  const { scheduler, bus, clock, alerts, accounts, proposals, keeper, stores } = engine;
  scheduler.pulse({
    name: 'heartbeat',
    periodMs: HEARTBEAT_MS,
    run: () => bus.publish(topics.systemHealth, clock.now(), engine.health()),
  });
  scheduler.pulse({ name: 'alert values', periodMs: ALERT_REFRESH_MS, run: () => alerts.tend() });
  scheduler.pulse({
    name: 'late proposals',
    periodMs: PROPOSAL_LOOK_MS,
    run: () => accounts.expireProposals(proposals),
  });
  if (stores.isReadOnly) return;
  scheduler.pulse({ name: 'session checkpoint', periodMs: CHECKPOINT_MS, run: () => keeper.checkpoint() });
}
