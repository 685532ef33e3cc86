// biome-ignore-all lint/a11y/useSemanticElements: the meter element cannot be drawn alike in every browser
import type { ReactNode } from 'react';
import type { Tone } from './badge.tsx';

/** A bar that fills from the left, 0 to 1. */
export function Meter({
  share,
  tone,
  label,
}: {
  readonly share: number;
  readonly tone: Tone;
  readonly label: string;
}): ReactNode {
  const percent = Math.round(Math.max(0, Math.min(1, share)) * 100);
  return (
    <span
      className="meter"
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
    >
      <span className={`meter-fill tone-${tone}`} style={{ width: `${percent}%` }} />
    </span>
  );
}
