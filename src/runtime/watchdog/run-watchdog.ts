import type { BrokerDefinition, BrokerPorts } from '#engine/ports/broker';
import type { Clock } from '#engine/ports/clock';
import type { Log } from '#engine/ports/log';
import type { StructuredChannel } from '#engine/ports/process-host';
import { actForAccount } from './act-for-account.ts';
import { appendAct, claim } from './watchdog-folder.ts';
import {
  BEAT_PERIOD_MS,
  type EngineToWatchdog,
  type Guard,
  type GuardedAccount,
  type WatchdogToEngine,
} from './watchdog-messages.ts';

export interface WatchdogPorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly brokers: readonly BrokerDefinition[];
  /** Every field of an account at a broker: what is told, and secrets from the keychain. */
  readonly fields: (definition: BrokerDefinition, guarded: GuardedAccount) => Promise<BrokerPorts['fields']>;
  /** Keeps a secret the broker has changed itself. */
  readonly keepField: (
    definition: BrokerDefinition,
    guarded: GuardedAccount,
  ) => (name: string, value: string) => void;
  readonly exit: (code: number) => void;
  /** Holds this process up for ever, as a frozen engine is. */
  readonly freeze: () => void;
}

const LOOK_PERIOD_MS = 100;
/** A watchdog whose own look comes this late was asleep itself, with the machine most likely: it counts anew. */
const OWN_GAP_MS = 1_500;

/**
 * The life of the watchdog: hears the engine, and once that has said nothing for longer than its limit while orders rest
 * at brokers, acts for its accounts, writes down what it did, and ends. In one life of an engine it acts at most once. It
 * ends without acting when the engine says good-bye, or is gone and nothing rests, or another engine has taken over.
 */
export function runWatchdog(line: StructuredChannel, ports: WatchdogPorts): { lineLost(): void } {
  const { clock, exit } = ports;
  let guard: Guard | undefined;
  let heard = clock.monotonic();
  let looked = heard;
  let isActing = false;
  let isLineLost = false;

  line.onMessage((message) => {
    // The engine is of the same build: what it says needs no check.
    const request = message as EngineToWatchdog;
    heard = clock.monotonic();
    if (request.kind === 'guard') guard = request;
    else if (request.kind === 'good-bye' && !isActing) exit(0);
    else if (request.kind === 'play-engine')
      clock.every(BEAT_PERIOD_MS, () => line.post({ kind: 'beat' } satisfies WatchdogToEngine));
    else if (request.kind === 'freeze') ports.freeze();
  });
  line.post({ kind: 'up' } satisfies WatchdogToEngine);

  clock.every(LOOK_PERIOD_MS, () => {
    const now = clock.monotonic();
    if (now - looked > OWN_GAP_MS) heard = now;
    looked = now;
    if (isActing) return;
    if (isLineLost && (guard?.accounts.length ?? 0) === 0) exit(0);
    if (!guard || guard.accounts.length === 0 || now - heard <= guard.limitMs) return;
    isActing = true;
    void act(guard, heard, ports).finally(() => exit(0));
  });

  return {
    lineLost() {
      isLineLost = true;
    },
  };
}

async function act(guard: Guard, heard: number, ports: WatchdogPorts): Promise<void> {
  const { clock, log, brokers } = ports;
  const { folder, engineId, action, accounts } = guard;
  const silentMs = (): number => clock.monotonic() - heard;
  if (!claim(folder, engineId, 'watchdog')) return;
  await Promise.all(
    accounts.map(async (guarded) => {
      const definition = brokers.find(({ id }) => id === guarded.broker);
      if (!definition) {
        log.error('the watchdog knows no such broker', { broker: guarded.broker });
        return;
      }
      const done = await actForAccount({
        guarded,
        definition,
        action,
        engineId,
        silentMs,
        clock,
        log,
        random: Math.random,
        fields: () => ports.fields(definition, guarded),
        keepField: ports.keepField(definition, guarded),
      });
      appendAct(folder, done);
    }),
  );
  appendAct(folder, { finished: engineId });
}
