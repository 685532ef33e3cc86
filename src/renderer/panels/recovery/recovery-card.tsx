import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react';
import { act } from '../../app/session-control.ts';
import { useIsConnected } from '../../client/connection.ts';
import { Age } from '../../components/age.tsx';
import { type RecoveryChoice, recoveryChoices } from './recovery-choices.ts';
import { RecoveryEvidence } from './recovery-evidence.tsx';
import type { RecoveryItem } from './recovery-items.ts';

/**
 * One thing to decide, with what is known of it. The number of an answer decides it, the arrows go to the next card; `n`
 * goes to the field for the broker's number, from which Enter decides and Escape comes back.
 */
export function RecoveryCard({ item }: { readonly item: RecoveryItem }): ReactNode {
  const isConnected = useIsConnected();
  const [number, setNumber] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const choices = recoveryChoices(item);
  const { account, brokerName, reconciliation, isReconciling } = item.account;
  const decide = (choice: RecoveryChoice): void =>
    void act(`${choice.text}: not done`, (engine) => choice.decide(engine, number.trim())).then((isDone) => {
      // Most likely its number is wanted.
      if (!isDone && choice.numberLabel !== undefined) field.current?.focus();
    });

  function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const card = event.currentTarget;
    const isTyping = event.target === field.current;
    const isNumbered = choices.find(({ numberLabel }) => numberLabel !== undefined);
    const choice = isTyping
      ? event.key === 'Enter' && !event.repeat
        ? isNumbered
        : undefined
      : choices.find(({ key }) => key === event.key);
    if (choice && isConnected) {
      // The card goes once it is decided: the keyboard goes on to the one that takes its place.
      moveFocus(card, 'nextElementSibling');
      decide(choice);
    } else if (isTyping && event.key === 'Escape') card.focus();
    else if (isTyping) return;
    else if (event.key === 'n' && isNumbered) field.current?.focus();
    else if (event.key === 'ArrowDown') moveFocus(card, 'nextElementSibling');
    else if (event.key === 'ArrowUp') moveFocus(card, 'previousElementSibling');
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <li
      className={item.kind === 'unknown' ? 'recovery-card doubt' : 'recovery-card'}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the card takes the keys of its buttons
      tabIndex={0}
      aria-label={TITLES[item.kind]}
      onKeyDown={onKeyDown}
    >
      <header>
        <span className="strong">{TITLES[item.kind]}</span>
        <span className="muted">
          {account} · {brokerName} ·{' '}
          {isReconciling ? (
            'asking now'
          ) : (
            <>
              asked <Age time={reconciliation?.time ?? null} since="at " /> ago
            </>
          )}
        </span>
      </header>
      <RecoveryEvidence item={item} />
      <div className="recovery-choices">
        {choices.map((choice) => (
          <div key={choice.key}>
            <button
              type="button"
              className="button small"
              disabled={!isConnected}
              onClick={() => decide(choice)}
            >
              <kbd>{choice.key}</kbd> {choice.text}
            </button>
            <span className="muted">
              {choice.meaning}
              {choice.numberLabel !== undefined && (
                <label className="recovery-number">
                  <kbd>N</kbd> {choice.numberLabel}
                  <input
                    ref={field}
                    value={number}
                    maxLength={64}
                    autoComplete="off"
                    spellCheck={false}
                    onChange={({ target }) => setNumber(target.value)}
                  />
                </label>
              )}
            </span>
          </div>
        ))}
      </div>
    </li>
  );
}

const TITLES: Readonly<Record<RecoveryItem['kind'], string>> = {
  unknown: 'Nobody knows whether this order is at the broker',
  external: 'An order placed elsewhere',
  difference: 'The books differ',
};

function moveFocus(card: Element, step: 'nextElementSibling' | 'previousElementSibling'): void {
  const next = card[step] ?? card.parentElement?.firstElementChild;
  if (next instanceof HTMLElement && next !== card) next.focus();
}
