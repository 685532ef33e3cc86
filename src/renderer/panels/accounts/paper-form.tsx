import { type FormEvent, type ReactNode, useState } from 'react';
import { requireEngine, useIsConnected } from '../../client/connection.ts';
import { refusalText } from '../../client/refusal.ts';
import { TextField } from '../../components/field.tsx';
import { accountNameProblem } from './account-name.ts';

/** Opens an account on the simulated venue that trades at live prices. */
export function PaperForm({ onDone }: { readonly onDone: (account: string | null) => void }): ReactNode {
  const isConnected = useIsConnected();
  const [account, setAccount] = useState('paper');
  const [cash, setCash] = useState('100000');
  const [currency, setCurrency] = useState('USD');
  const [problem, setProblem] = useState<string | null>(null);
  const nameProblem = accountNameProblem(account);
  const cashText = cash.replaceAll(',', '');
  const cashProblem = /^\d+(\.\d{1,8})?$/.test(cashText) ? undefined : 'an amount, such as 100,000';
  const currencyProblem = /^[A-Z]{3}$/.test(currency) ? undefined : 'three letters, such as USD';
  const isReady =
    nameProblem === undefined && cashProblem === undefined && currencyProblem === undefined && isConnected;

  async function open(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (!isReady) return;
    try {
      await requireEngine().accounts.openPaper({ account, cash: cashText, currency });
      onDone(account);
    } catch (error) {
      setProblem(refusalText(error));
    }
  }

  return (
    <form className="account-form" aria-label="Open a paper account" onSubmit={(event) => void open(event)}>
      <h3>Open a paper account</h3>
      <p className="note">It trades at live prices, with the rules of the matching core and without money.</p>
      <TextField
        label="Name"
        value={account}
        error={nameProblem}
        onChange={({ target: { value } }) => setAccount(value)}
      />
      <TextField
        label="Cash"
        inputMode="decimal"
        value={cash}
        error={cashProblem}
        onChange={({ target: { value } }) => setCash(value)}
      />
      <TextField
        label="Currency"
        value={currency}
        maxLength={3}
        error={currencyProblem}
        onChange={({ target: { value } }) => setCurrency(value.toUpperCase())}
      />
      {problem !== null && (
        <p className="field-error" role="alert">
          {problem}
        </p>
      )}
      <div className="account-actions">
        <button type="submit" className="button small primary" disabled={!isReady}>
          Open it
        </button>
        <button type="button" className="link-button" onClick={() => onDone(null)}>
          Not now
        </button>
      </div>
    </form>
  );
}
