import type { ReactNode } from 'react';
import type { DecisionView } from '#contract/services/decisions';
import type { Tone } from '../../components/badge.tsx';
import { Meter } from '../../components/meter.tsx';
import { formatNumber, formatSigned } from '../../format/number.ts';

type Contribution = DecisionView['contributions'][number];

const TONES: Readonly<Record<Contribution['kind'], Tone>> = {
  strategy: 'accent',
  model: 'model',
  sentiment: 'good',
};

/** Each voice of a decision: what it said, what it weighed, and a bar for what that added to the fused score. */
export function Contributions({
  contributions,
}: {
  readonly contributions: readonly Contribution[];
}): ReactNode {
  const largest = Math.max(0.000_001, ...contributions.map(({ share }) => Math.abs(share)));
  return (
    <ul className="contributions" aria-label="What each voice added to the score">
      {contributions.map((voice) => (
        <li
          key={voice.source}
          title={`${voice.label}: ${voice.reason}\nscore ${formatSigned(voice.score)} × weight ${formatNumber(voice.weight)} = ${formatSigned(voice.share)}`}
        >
          <span className="voice">{voice.label}</span>
          <span className="number">{formatSigned(voice.share)}</span>
          <Meter
            share={Math.abs(voice.share) / largest}
            tone={voice.share < 0 ? 'down' : TONES[voice.kind]}
            label={`${voice.label}, ${voice.share < 0 ? 'against' : 'for'}`}
          />
          <span className="voice-reason">
            {formatSigned(voice.score)} × {formatNumber(voice.weight)} · {voice.reason}
          </span>
        </li>
      ))}
    </ul>
  );
}
