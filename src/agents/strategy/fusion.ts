import type { Contribution, Regime, Voice } from '#engine/agent/roles';
import { strategyConfig } from './config.ts';

const weightOf = (voice: Voice): number => {
  if (voice.kind === 'model') return strategyConfig.modelWeight;
  if (voice.kind === 'sentiment') return strategyConfig.sentimentWeight;
  return strategyConfig.strategies.find(({ slug }) => slug === voice.source)?.weight ?? 0;
};

/**
 * The weighted mean of the voices present, times the regime's multiplier. Weights of absent voices are shared among
 * the others in proportion, so that shares always add up to the fused score.
 */
export function fuseVoices(
  voices: readonly Voice[],
  regime: Regime,
): { fusedScore: number; contributions: Contribution[] } {
  const total = voices.reduce((sum, voice) => sum + weightOf(voice), 0);
  if (total === 0) return { fusedScore: 0, contributions: [] };
  const contributions = voices.map((voice) => {
    const weight = weightOf(voice) / total;
    return { ...voice, weight, share: voice.score * weight * regime.multiplier };
  });
  return { fusedScore: contributions.reduce((sum, { share }) => sum + share, 0), contributions };
}

/** Buy when flat and sure enough, sell when long and doubtful or stopped out, else hold. */
export function decideAction(input: { fusedScore: number; isLong: boolean; isStoppedOut: boolean }): {
  action: 'buy' | 'sell' | 'hold';
  because: string;
} {
  const { fusedScore, isLong, isStoppedOut } = input;
  const score = signed(fusedScore);
  if (isLong && isStoppedOut) return { action: 'sell', because: 'closed below its stop' };
  if (isLong && fusedScore <= strategyConfig.exitScore) {
    return {
      action: 'sell',
      because: `fused score ${score} is at or below the exit level ${signed(strategyConfig.exitScore)}`,
    };
  }
  if (!isLong && fusedScore >= strategyConfig.entryScore) {
    return {
      action: 'buy',
      because: `fused score ${score} is at or above the entry level ${signed(strategyConfig.entryScore)}`,
    };
  }
  const level = isLong ? strategyConfig.exitScore : strategyConfig.entryScore;
  return {
    action: 'hold',
    because: `fused score ${score}, ${isLong ? 'above the exit' : 'below the entry'} level ${signed(level)}`,
  };
}

function signed(score: number): string {
  return `${score < 0 ? '−' : '+'}${Math.abs(score).toFixed(2)}`;
}
