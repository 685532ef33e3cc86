import type { Engine } from '../engine/create-engine.ts';
import type { Implementer } from './implementer.ts';
import { watchComputed } from './watch.ts';

const HEALTH_PERIOD_MS = 1_000;

export function systemHandlers(on: Implementer, engine: Engine) {
  return {
    info: on.system.info.handler(() => engine.info),
    ping: on.system.ping.handler(({ input }) => ({ value: input.value })),
    health: on.system.health.handler(() => engine.health()),
    watchHealth: on.system.watchHealth.handler(async function* ({ signal }) {
      while (!signal?.aborted) {
        yield engine.health();
        await engine.clock.sleep(HEALTH_PERIOD_MS);
      }
    }),
    jobs: on.system.jobs.handler(() => engine.scheduler.list()),
    watchJobs: on.system.watchJobs.handler(({ signal }) =>
      watchComputed(() => engine.scheduler.list(), { clock: engine.clock, signal }),
    ),
    runJob: on.system.runJob.handler(({ input }) => engine.scheduler.runNow(input.name)),
    caches: on.system.caches.handler(() => engine.caches.state()),
    watchCaches: on.system.watchCaches.handler(({ signal }) =>
      watchComputed(() => engine.caches.state(), { clock: engine.clock, signal }),
    ),
  };
}
