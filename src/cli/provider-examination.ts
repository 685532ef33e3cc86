import { ProviderError } from '#engine/ports/provider-error';
import type { Engine } from '#runtime/engine/create-engine';
import type { Finding } from './examination.ts';

/** Retries included. */
const CHECK_MS = 15_000;

/** Asks each provider for a little; one that needs a key and has none, or is switched off, is not asked. */
export function examineProviders({ providers }: Engine): Promise<Finding[]> {
  return Promise.all(
    providers.list().map(async ({ id, name, isEnabled, access, keyVariable, hasKey }): Promise<Finding> => {
      const check = `Provider ${id}`;
      if (keyVariable !== null && !hasKey)
        return {
          check,
          state: 'warning',
          found: 'not asked: it needs a key',
          advice: `set ${keyVariable}`,
        };
      if (!isEnabled)
        return {
          check,
          state: 'ok',
          found: 'not asked: it is switched off',
          advice: 'see octopus help news',
        };
      try {
        await providers.check(id, AbortSignal.timeout(CHECK_MS));
        return { check, state: 'ok', found: `${name} answers (${access})`, advice: '' };
      } catch (error) {
        const isLate = error instanceof Error && error.name === 'TimeoutError';
        const found = isLate ? `${name}: no answer within ${CHECK_MS / 1_000} seconds` : reasonOf(error);
        const kind = error instanceof ProviderError ? error.kind : 'unavailable';
        return { check, state: 'warning', found, advice: ADVICE[kind] };
      }
    }),
  );
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

const ADVICE: Record<ProviderError['kind'], string> = {
  'rate-limited': 'wait, or use another provider',
  unauthorised: 'check its key',
  'not-found': 'use another provider',
  unavailable: 'check the connection',
  malformed: 'look for a newer version of Octopus',
  unsupported: 'use another provider',
};
