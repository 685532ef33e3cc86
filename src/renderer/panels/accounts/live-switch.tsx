import { type FormEvent, type ReactNode, useState } from 'react';
import type { AccountView } from '#contract/services/accounts';
import { act } from '../../app/session-control.ts';
import { requireEngine } from '../../client/connection.ts';
import { refusalText } from '../../client/refusal.ts';

/** Allows an account to trade money by a phrase typed in full, and takes that back by a press. */
export function LiveSwitch({ account: view }: { readonly account: AccountView }): ReactNode {
  const { account, isLiveAllowed } = view;
  const [phrase, setPhrase] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const wanted = `trade ${account} with real money`;

  async function allow(event: FormEvent): Promise<void> {
    event.preventDefault();
    try {
      await requireEngine().accounts.allowLive({ account, phrase });
      setPhrase('');
      setProblem(null);
    } catch (error) {
      setProblem(refusalText(error));
    }
  }

  if (isLiveAllowed)
    return (
      <div className="live-switch is-on">
        <span>
          <b>It may trade real money.</b>
        </span>
        <button
          type="button"
          className="button small"
          onClick={() =>
            void act(`Take the permission of ${account} back`, ({ accounts }) =>
              accounts.allowLive({ account, phrase: '' }),
            )
          }
        >
          Take it back
        </button>
      </div>
    );
  return (
    <form className="live-switch" onSubmit={(event) => void allow(event)}>
      <label htmlFor={`allow-${account}`}>
        It may not trade money. To allow it, type <b className="selectable">{wanted}</b>
      </label>
      <div className="input">
        <input
          id={`allow-${account}`}
          value={phrase}
          autoComplete="off"
          spellCheck={false}
          onChange={({ target: { value } }) => setPhrase(value)}
        />
      </div>
      <button type="submit" className="button small" disabled={phrase !== wanted}>
        Allow real money
      </button>
      {problem !== null && (
        <p className="field-error" role="alert">
          {problem}
        </p>
      )}
    </form>
  );
}
