import type { ReactNode } from 'react';
import { EnvironmentBadge } from '../../components/environment-badge.tsx';
import { useTradingAccount } from '../../stores/trading-account.ts';
import { UnitChoice } from '../../trading/amount-field.tsx';
import {
  clickQuantityFault,
  QUANTITY_PRESETS,
  setArmed,
  setClickQuantity,
  useOneClick,
} from '../../trading/one-click.ts';
import { useQuestion } from '../../trading/use-question.ts';
import { SourceBadge } from '../source-badge.tsx';

/** Whether a press sends at once, how much it sends, and how far one row is from the next. */
export function LadderControls({
  symbol,
  steps,
  step,
  onStep,
}: {
  readonly symbol: string;
  readonly steps: readonly { readonly value: string; readonly text: string }[];
  readonly step: string;
  readonly onStep: (step: string) => void;
}): ReactNode {
  const { quantity } = useOneClick();
  const fault = clickQuantityFault(quantity);
  const account = useTradingAccount();
  return (
    <div className="ladder-controls">
      <div className="ladder-line">
        {account && <EnvironmentBadge environment={account.environment} />}
        <span className="strong ladder-symbol">{symbol}</span>
        <SourceBadge symbol={symbol} />
        <span className="ladder-space" />
        <ArmButton />
      </div>
      <div className="ladder-line">
        <input
          className={fault === undefined ? 'ladder-quantity' : 'ladder-quantity invalid'}
          aria-label="Quantity of a press"
          inputMode="decimal"
          autoComplete="off"
          title={fault}
          value={quantity}
          onChange={({ target }) => setClickQuantity(target.value)}
        />
        {QUANTITY_PRESETS.map((preset) => (
          <button
            key={preset}
            type="button"
            className="ladder-preset"
            aria-pressed={preset === quantity}
            onClick={() => setClickQuantity(preset)}
          >
            {preset}
          </button>
        ))}
        <span className="muted" title="Price from one row to the next">
          Row
        </span>
        <UnitChoice label="Price from row to row" value={step} units={steps} onChoose={onStep} />
      </div>
    </div>
  );
}

/** Switches one-click trading on and off; on, it says so in amber, and with real money in red. */
export function ArmButton(): ReactNode {
  const { isArmed } = useOneClick();
  const account = useTradingAccount();
  const isLive = account?.environment === 'live';
  // Real money takes two presses to arm.
  const { isAsking, ask, stop } = useQuestion(account?.account ?? null);
  return (
    <button
      type="button"
      className={isArmed ? `arm armed${isLive ? ' live' : ''}` : 'arm'}
      aria-pressed={isArmed}
      title={
        isArmed
          ? 'A press on a price sends at once, and a dragged order moves at once. Press to switch that off.'
          : 'A press on a price is written in the ticket, to be sent with Enter. Press to send at once from now on.'
      }
      onClick={() => {
        if (isLive && !isArmed && !isAsking) ask();
        else {
          stop();
          setArmed(!isArmed);
        }
      }}
    >
      {isArmed
        ? `● ARMED${isLive ? ', REAL MONEY' : ''}`
        : isAsking
          ? 'Arm with real money?'
          : 'One-click off'}
    </button>
  );
}
