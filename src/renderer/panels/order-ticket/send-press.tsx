import type { ReactNode } from 'react';
import type { SendVerdict } from './send-verdict.ts';

const WORDS: Readonly<Record<SendVerdict, string>> = {
  open: '',
  asked: 'meant so?',
  refused: 'refused',
};

/**
 * The button that sends an order. Where the preview refuses it looks as shut as it is, says so, and names its reasons; a
 * press still asks the engine once more, as the market may have moved, and brings its answer before the eye.
 */
export function SendPress({
  side,
  text,
  title,
  verdict,
  reasonsId,
  isAsking,
  isSending,
  isDisabled,
}: {
  readonly side: 'buy' | 'sell';
  /** What is about to be sent, in few words. */
  readonly text: string;
  readonly title?: string;
  readonly verdict: SendVerdict;
  /** Of the element that holds the reasons. */
  readonly reasonsId: string;
  /** Pressed once with real money, and waiting for the second press. */
  readonly isAsking: boolean;
  readonly isSending: boolean;
  readonly isDisabled: boolean;
}): ReactNode {
  const isShut = verdict !== 'open' && !isDisabled && !isSending;
  return (
    <button
      type="submit"
      className={`send ${isShut ? verdict : side}${isAsking ? ' asking' : ''}`}
      disabled={isDisabled || isSending}
      aria-disabled={isShut || undefined}
      aria-describedby={isShut ? reasonsId : undefined}
      title={title}
    >
      {isSending ? (
        'Sending…'
      ) : isAsking ? (
        'Send with real money?'
      ) : (
        <>
          <span className="send-text">{text}</span>
          {isShut && <span>, {WORDS[verdict]}</span>}
        </>
      )}
      <span aria-hidden="true"> ⏎</span>
    </button>
  );
}

/** Takes the keyboard to the first question of a ticket that is not answered; false where there is none. */
export function goToQuestion(form: Element): boolean {
  const question = form.querySelector<HTMLElement>('.precautions input:not(:checked)');
  question?.focus();
  return question !== null;
}
