import { type KeyboardEvent, type ReactNode, useState } from 'react';
import type { KillStep } from '#contract/services/accounts';
import { KILL_STEPS, pullKill, useKill } from '../../app/kill-control.ts';
import { useIsConnected } from '../../client/connection.ts';
import { HOLD_MS, useHold } from '../../components/use-hold.ts';
import { useAccounts } from '../../stores/engine-streams.ts';

/** Typed in the place of holding a button. */
const PHRASE = 'flatten';

/** The four steps of the kill switch, for one account or all. Flatten wants a button held, or a word typed. */
export function KillSteps(): ReactNode {
  const { items } = useAccounts();
  const { running } = useKill();
  const isConnected = useIsConnected();
  const [account, setAccount] = useState('');
  const chosen = account === '' ? undefined : account;
  const flatten = useHold(() => {
    if (isConnected && running === null) void pullKill('flatten', chosen);
  });
  // A button that is disabled loses the keyboard, which the next step is wanted by.
  const isBusy = !isConnected || running !== null;

  function press(step: KillStep): void {
    if (step !== 'flatten' && !isBusy) void pullKill(step, chosen);
  }

  /** 1, 2 and 3 act at once; 4 acts when it is held. */
  function onKeyDown(event: KeyboardEvent): void {
    if (event.target instanceof HTMLElement && event.target.matches('input, select')) return;
    const place = Number(event.key);
    const { step } = KILL_STEPS[place - 1] ?? {};
    if (step === undefined || isBusy) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.repeat) return;
    if (step === 'flatten') flatten.start();
    else press(step);
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the numbers are keys of the buttons within
    <div
      className="kill-steps"
      onKeyDown={onKeyDown}
      onKeyUp={(event) => {
        if (event.key === '4') flatten.stop();
      }}
    >
      <label className="kill-scope">
        <span className="muted">Stop</span>
        <select value={account} onChange={({ target: { value } }) => setAccount(value)}>
          <option value="">{items.length === 1 ? 'every account' : `all ${items.length} accounts`}</option>
          {items.map(({ account: name, environment }) => (
            <option key={name} value={name}>
              {name} ({environment})
            </option>
          ))}
        </select>
      </label>
      {KILL_STEPS.map(({ step, title, what }, index) => {
        const isFlatten = step === 'flatten';
        return (
          <div key={step} className="kill-step">
            <button
              type="button"
              className={`kill-button${isFlatten ? ' flatten' : ''}${isFlatten && flatten.isHeld ? ' held' : ''}`}
              style={{ '--hold': `${HOLD_MS}ms` } as React.CSSProperties}
              aria-disabled={isBusy}
              onClick={() => press(step)}
              {...(isFlatten ? holdHandlers(flatten) : {})}
            >
              <kbd>{index + 1}</kbd> {running === step ? `${title}…` : title}
            </button>
            <span className="muted">
              {what}
              {isFlatten && <b> Hold the button or the key for {(HOLD_MS / 1_000).toFixed(1)} s.</b>}
            </span>
          </div>
        );
      })}
      <TypedFlatten isDisabled={isBusy} onTyped={() => void pullKill('flatten', chosen)} />
    </div>
  );
}

function holdHandlers({ start, stop }: ReturnType<typeof useHold>) {
  return {
    onPointerDown: start,
    onPointerUp: stop,
    onPointerLeave: stop,
    onBlur: stop,
    onKeyDown: (event: KeyboardEvent) => {
      if ((event.key === 'Enter' || event.key === ' ') && !event.repeat) start();
    },
    onKeyUp: (event: KeyboardEvent) => {
      if (event.key === 'Enter' || event.key === ' ') stop();
    },
  };
}

function TypedFlatten({
  isDisabled,
  onTyped,
}: {
  readonly isDisabled: boolean;
  readonly onTyped: () => void;
}): ReactNode {
  const [text, setText] = useState('');
  return (
    <form
      className="kill-typed"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim().toLowerCase() !== PHRASE || isDisabled) return;
        setText('');
        onTyped();
      }}
    >
      <label>
        <span className="muted">or type “{PHRASE}” and ⏎</span>
        <input
          aria-label={`Type ${PHRASE} to close every position`}
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={({ target: { value } }) => setText(value)}
        />
      </label>
    </form>
  );
}
