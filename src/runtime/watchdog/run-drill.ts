import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startStandInVenue } from '#adapters/brokers/stand-in/stand-in-venue';
import type { DrillReport, WatchdogSettings } from '#contract/services/watchdog';
import type { Clock } from '#engine/ports/clock';
import type { HostedProcess, ProcessHost } from '#engine/ports/process-host';
import { beginLife, readActs } from './watchdog-folder.ts';
import type { EngineToWatchdog, GuardedAccount, WatchdogToEngine } from './watchdog-messages.ts';

export interface DrillOptions {
  readonly drillId: string;
  readonly host: ProcessHost;
  readonly clock: Clock;
  readonly settings: Pick<WatchdogSettings, 'limitSeconds' | 'action'>;
  /** A test account at a broker with its resting orders; the stand-in venue when absent. */
  readonly account?: GuardedAccount;
}

const STAND_IN_IDS = [
  'DRILLAAAAAAAAAAAAAAAAAAAAA',
  'DRILLBBBBBBBBBBBBBBBBBBBBB',
  'DRILLCCCCCCCCCCCCCCCCCCCCC',
];
/** Signs of life that are passed on before the freeze. */
const BEATS = 2;
/** What the watchdog may take after its limit, ms. */
const ACT_LIMIT_MS = 60_000;
/** Longest it may take after its limit for a drill on the stand-in venue to pass, ms. */
const PASS_LIMIT_MS = 2_000;

/**
 * One rehearsal: a process made for it plays the engine, says that it lives, and freezes; the real watchdog, in a process
 * of its own as ever, hears nothing more and acts. Resolves when it has ended.
 */
export async function runDrill(options: DrillOptions): Promise<DrillReport> {
  const { drillId, clock, settings, account } = options;
  const time = clock.now();
  const folder = mkdtempSync(join(tmpdir(), 'octopus-drill-'));
  const venue = account ? undefined : await startStandInVenue(STAND_IN_IDS);
  const guarded: GuardedAccount = account ?? {
    account: 'stand-in',
    broker: 'stand-in',
    environment: 'paper',
    fields: {},
    addresses: venue?.addresses ?? {},
    orders: [],
    held: [],
  };
  try {
    const frozenMs = await freezeAndWait(options, folder, guarded);
    const [act] = readActs(folder).acts;
    const notDone = act ? act.notDone : ['the watchdog did nothing'];
    const limitMs = settings.limitSeconds * 1_000;
    const cancelledAt = act?.steps.find(({ what }) => what === 'orders cancelled')?.afterMs;
    const actedAfterLimitMs = cancelledAt === undefined ? null : Math.max(0, cancelledAt - limitMs);
    const isInTime = account !== undefined || (actedAfterLimitMs ?? Number.POSITIVE_INFINITY) < PASS_LIMIT_MS;
    const left = venue?.resting().length ?? 0;
    return {
      drillId,
      account: guarded.account,
      time,
      action: settings.action,
      limitMs,
      isPassed: notDone.length === 0 && (act?.cancelled ?? 0) > 0 && left === 0 && isInTime,
      actedAfterLimitMs,
      cancelled: act?.cancelled ?? 0,
      notDone,
      steps: [
        { what: 'the engine made for the drill froze', isDone: true, afterMs: 0, durationMs: frozenMs },
        ...(act?.steps ?? []),
      ],
    };
  } finally {
    await venue?.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The answer is how long the frozen engine was alive before, ms. */
async function freezeAndWait(
  { drillId, host, clock, settings }: DrillOptions,
  folder: string,
  guarded: GuardedAccount,
): Promise<number> {
  beginLife(folder, drillId);
  const watchdog = host.spawn('watchdog', `watchdog-${drillId}`);
  const engine = host.spawn('watchdog', `engine-${drillId}`);
  const tell = (to: HostedProcess, message: EngineToWatchdog): void => to.channel.post(message);
  const started = clock.monotonic();
  const limitMs = settings.limitSeconds * 1_000;
  let stopWaiting = (): void => undefined;
  try {
    return await new Promise<number>((resolve, reject) => {
      let beats = 0;
      let frozenMs = 0;
      stopWaiting = clock.after(limitMs + ACT_LIMIT_MS, () =>
        reject(new Error('the watchdog did not end within a minute after its limit')),
      );
      engine.channel.onMessage((message) => {
        const { kind } = message as WatchdogToEngine;
        if (kind === 'up') {
          tell(engine, { kind: 'play-engine' });
          return;
        }
        // The frozen one is not told apart from one that lives, but by its silence.
        if (beats === 0)
          tell(watchdog, {
            kind: 'guard',
            engineId: drillId,
            folder,
            limitMs,
            action: settings.action,
            accounts: [guarded],
          });
        else tell(watchdog, { kind: 'beat' });
        beats++;
        if (beats !== BEATS) return;
        frozenMs = Math.round(clock.monotonic() - started);
        tell(engine, { kind: 'freeze' });
      });
      watchdog.channel.onMessage(() => undefined);
      watchdog.onExit(() => resolve(frozenMs));
    });
  } finally {
    stopWaiting();
    engine.kill();
    watchdog.kill();
  }
}
