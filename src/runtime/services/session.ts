import type { Engine } from '../engine/create-engine.ts';
import type { Implementer } from './implementer.ts';
import { watchValue } from './watch.ts';

export function sessionHandlers(on: Implementer, engine: Engine) {
  const { keeper, clock, changed } = engine;
  const state = () => keeper.require().state();
  return {
    get: on.session.get.handler(state),
    watch: on.session.watch.handler(({ signal }) =>
      watchValue({ read: state, onChange: (listener) => changed.onChange(listener) }, { clock, signal }),
    ),
    start: on.session.start.handler(async ({ input }) => {
      const session = await keeper.start(input);
      engine.views.show(engine.journal, session.id, session.account);
      return session.state();
    }),
    pause: on.session.pause.handler(() => {
      keeper.require().pause();
      return state();
    }),
    resume: on.session.resume.handler(() => {
      keeper.require().resume();
      return state();
    }),
    step: on.session.step.handler(async ({ input }) => {
      await keeper.require().step(input.days);
      return state();
    }),
    setSpeed: on.session.setSpeed.handler(({ input }) => {
      keeper.require().configure({ daysPerSecond: input.daysPerSecond });
      return state();
    }),
    setAutonomy: on.session.setAutonomy.handler(({ input }) => {
      keeper.require().configure({ autonomy: input.autonomy });
      return state();
    }),
  };
}
