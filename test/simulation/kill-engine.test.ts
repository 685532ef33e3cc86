import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createSeededRandom } from '#domain/values/seeded-random';
import type { Engine } from '#runtime/engine/create-engine';
import { temporaryFolder } from '#test/support/temporary-folder';
import { day, finished, openSampleEngine, openTestEngine } from '#test/support/test-engine';

const KILLS = 8;
/** A quick machine may be at the end of the replay before the last kill. */
const KILLS_MIN = 4;
/** Long enough for the rest of the replay on a slow machine; it ends by itself. */
const LAST_RUN_MS = 60_000;

/** What must come out however often the engine was killed; the journal as it is chained, dead tasks left out. */
function outcome({ keeper, journal }: Engine) {
  const { decisionHash, decisionCount, orderListHash, state } = keeper.require().state();
  const { account } = keeper.require();
  return {
    decisionHash,
    decisionCount,
    orderListHash,
    state,
    cash: journal.store.account(account)?.cash,
    orders: journal.store
      .orders(account, 9_999)
      .map(({ clientOrderId, status }) => `${clientOrderId} ${status}`),
    fills: journal.store.fills(account, 9_999).map(({ fillId }) => fillId),
    records: journal.store
      .read(0, 100_000)
      .filter(({ kind }) => kind !== 'TaskDeadLettered')
      .map(({ kind, eventTime, payload }) => `${eventTime} ${kind} ${payload}`),
  };
}

/** Runs the engine until it ends or `random` has it killed; a worker of its may die first. True when it finished. */
async function playAndKill(folder: string, killAfterMs: number, workerAfterMs: number): Promise<boolean> {
  const child = spawn(process.execPath, ['test/support/replay-until-killed.ts', folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  let worker: number | undefined;
  const playing = new Promise<void>((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      worker = Number(/.*worker (\d+)/s.exec(output)?.[1]) || undefined;
      if (output.includes('playing')) resolve();
    });
  });
  const closed = once(child, 'close');
  await Promise.race([playing, closed]);
  await Promise.race([sleep(workerAfterMs), closed]);
  if (worker !== undefined && child.exitCode === null) killQuietly(worker);
  await Promise.race([sleep(killAfterMs), closed]);
  child.kill('SIGKILL');
  await closed;
  return output.includes('finished');
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    // It may have ended by itself in the meantime.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

it('goes on after kill -9 of the engine and its workers, again and again, and ends as if nothing had happened', async () => {
  const seed = 20_120_103;
  const random = createSeededRandom(seed);
  const folder = temporaryFolder();
  for (let kill = 1; kill <= KILLS; kill++) {
    const isFinished = await playAndKill(folder, random.nextInteger(0, 80), random.nextInteger(0, 40));
    if (isFinished) {
      expect(kill, `seed ${seed}`).toBeGreaterThan(KILLS_MIN);
      break;
    }
    if (kill % 2 > 0) continue;
    const between = await openTestEngine({ dataFolder: folder });
    expect(between.info.notices, `seed ${seed}, kill ${kill}`).toEqual([]);
    const found = await between.verifyJournal();
    expect(found, `seed ${seed}, kill ${kill}`).toMatchObject({ isValid: true, isLedgerEqual: true });
    await between.stop();
  }
  expect(await playAndKill(folder, LAST_RUN_MS, 50)).toBe(true);
  const killed = await openTestEngine({ dataFolder: folder });
  await killed.keeper.openLatest();
  expect(await killed.verifyJournal()).toMatchObject({ isValid: true, isLedgerEqual: true });

  const whole = await openSampleEngine();
  await finished(
    await whole.keeper.start({
      symbols: ['GOOG', 'AAPL', 'IBM'],
      startDate: day('2012-01-03'),
      endDate: day('2012-09-28'),
      seed: 11,
      daysPerSecond: 0,
    }),
  );
  expect(outcome(killed)).toEqual(outcome(whole));
  expect(outcome(whole).fills.length).toBeGreaterThan(10);
}, 120_000);
