import type { StreamSource, SubscriptionView } from '#contract/services/streams';
import type { Tone } from '../../components/badge.tsx';

const SOURCE_TONES: Readonly<Record<StreamSource['state'], Tone>> = {
  off: 'muted',
  connecting: 'accent',
  live: 'good',
  waiting: 'warning',
  ended: 'danger',
};
const SUBSCRIPTION_TONES: Readonly<Record<SubscriptionView['state'], Tone>> = {
  connecting: 'accent',
  live: 'good',
  stale: 'warning',
  waiting: 'warning',
  failed: 'danger',
};

export function sourceTone({ state }: StreamSource): Tone {
  return SOURCE_TONES[state];
}

export function subscriptionTone({ state }: SubscriptionView): Tone {
  return SUBSCRIPTION_TONES[state];
}

/** `SIM` for made-up prices, `REPLAY` for recorded ones, null for a market's own. */
export function simulationMark(isSimulated: boolean, source: string | null): 'SIM' | 'REPLAY' | null {
  if (!isSimulated) return null;
  return source === 'replay' ? 'REPLAY' : 'SIM';
}

/** The mark of a symbol that is no market's own, by what it begins with. */
export function simulationMarkOf(symbol: string): 'SIM' | 'REPLAY' | null {
  return symbol.startsWith('SIM:') ? 'SIM' : symbol.startsWith('REPLAY:') ? 'REPLAY' : null;
}

/** `2 filled, 1 open`: what became of stretches that were missed; empty when there were none. */
export function missedText(missed: SubscriptionView['missed']): string {
  return (['open', 'failed', 'filled'] as const)
    .map((state) => ({ state, count: missed.filter((stretch) => stretch.state === state).length }))
    .filter(({ count }) => count > 0)
    .map(({ state, count }) => `${count} ${state}`)
    .join(', ');
}

/** Symbols as typed, apart by blanks or commas, each once. */
export function symbolsOf(text: string): string[] {
  return [...new Set(text.split(/[\s,;]+/).filter(Boolean))];
}
