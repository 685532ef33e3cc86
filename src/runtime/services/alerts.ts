import type { Engine } from '../create-engine.ts';
import type { Implementer } from './implementer.ts';
import { watchCollection } from './watch.ts';

export function alertHandlers(on: Implementer, engine: Engine) {
  const { alerts, views, clock } = engine;
  return {
    list: on.alerts.list.handler(() => views.alerts.items()),
    watch: on.alerts.watch.handler(({ signal }) => watchCollection(views.alerts, { clock, signal })),
    create: on.alerts.create.handler(({ input }) => alerts.create(input)),
    remove: on.alerts.remove.handler(({ input }) => ({ removed: alerts.remove(input.id) })),
    rearm: on.alerts.rearm.handler(({ input }) => alerts.rearm(input.id)),
    watchNotifications: on.alerts.watchNotifications.handler(({ signal }) =>
      watchCollection(views.notifications, { clock, signal }),
    ),
  };
}
