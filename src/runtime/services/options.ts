import type { Engine } from '../engine/create-engine.ts';
import { analyseLegs } from '../options/analyse-legs.ts';
import type { Implementer } from './implementer.ts';

export function optionHandlers(on: Implementer, { options }: Engine) {
  return {
    sources: on.options.sources.handler(({ input }) => options.sources(input.underlying)),
    expirations: on.options.expirations.handler(({ input, signal }) =>
      options.expirations({ ...input, signal }),
    ),
    chain: on.options.chain.handler(({ input, signal }) => options.chain({ ...input, signal })),
    analyse: on.options.analyse.handler(({ input, signal }) => analyseLegs(options, { ...input, signal })),
    importText: on.options.importText.handler(({ input }) => options.importText(input.name, input.text)),
  };
}
