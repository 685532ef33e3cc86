import type { ReactNode } from 'react';

/** A named value in a list of facts. */
export function Fact({
  name,
  text,
  hint,
  tone,
}: {
  readonly name: string;
  readonly text: ReactNode;
  readonly hint?: string;
  readonly tone?: 'up' | 'down' | 'flat';
}): ReactNode {
  return (
    <div title={hint}>
      <dt>{name}</dt>
      <dd className={tone}>{text}</dd>
    </div>
  );
}

/** `fast 10 · slow 30`. */
export function parameterText(parameters: Readonly<Record<string, number>>): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${name} ${parameterValueText(value)}`)
    .join(' · ');
}

/** A parameter's value without the noise of its last digits. */
export function parameterValueText(value: number): string {
  return String(Number(value.toPrecision(6))).replace('-', '−');
}
