import './environment-badge.css';
import type { ReactNode } from 'react';
import type { AccountView } from '#contract/services/accounts';

const WORDS: Readonly<Record<AccountView['environment'], { word: string; meaning: string }>> = {
  simulated: { word: 'SIM', meaning: 'Replay: past prices, simulated money' },
  paper: { word: 'PAPER', meaning: 'Paper: prices of now, no real money' },
  live: { word: 'LIVE', meaning: 'LIVE: orders trade real money' },
};

/** Whose money an account trades, in a word and a colour; LIVE is filled and cannot be taken for another. */
export function EnvironmentBadge({
  environment,
}: {
  readonly environment: AccountView['environment'];
}): ReactNode {
  const { word, meaning } = WORDS[environment];
  return (
    <span className={`environment ${environment}`} title={meaning}>
      {word}
    </span>
  );
}
