import type { Engine } from '../engine/create-engine.ts';
import type { Implementer } from './implementer.ts';
import { watchCollection } from './watch.ts';

export function alertHandlers(on: Implementer, engine: Engine) {
  const { alerts, views, clock } = engine;
  return {
    list: on.alerts.list.handler(() => views.alerts.items()),
    watch: on.alerts.watch.handler(({ signal }) => watchCollection(views.alerts, { clock, signal })),
    create: on.alerts.create.handler(({ input }) => alerts.create(input)),
    remove: on.alerts.remove.handler(({ input }) => ({ removed: alerts.remove(input.id) })),
    update: on.alerts.update.handler(({ input: { id, ...definition } }) => alerts.update(id, definition)),
    rearm: on.alerts.rearm.handler(({ input }) => alerts.rearm(input.id)),
    enable: on.alerts.enable.handler(({ input }) => alerts.enable(input.id)),
    disable: on.alerts.disable.handler(({ input }) => alerts.disable(input.id)),
    history: on.alerts.history.handler(({ input }) => alerts.history(input)),
    watchNotifications: on.alerts.watchNotifications.handler(({ signal }) =>
      watchCollection(views.notifications, { clock, signal }),
    ),
  };
}
