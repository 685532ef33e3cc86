import type { ReactNode } from 'react';
import type { Settings } from '#contract/services/settings';
import { saveSettings } from '../../app/save-settings.ts';
import { act } from '../../app/session-control.ts';
import { refusalText } from '../../client/refusal.ts';
import { SelectField } from '../../components/field.tsx';
import { KeptNumber } from './kept-number.tsx';

type Watchdog = Settings['watchdog'];

/** When the watchdog takes the engine for dead, and what it does then. */
export function WatchdogFields({ watchdog }: { readonly watchdog: Watchdog }): ReactNode {
  const save = (change: Partial<Watchdog>): void =>
    void act('Save the watchdog', () => saveSettings({ watchdog: { ...watchdog, ...change } }));
  return (
    <>
      <label className="check">
        <input
          type="checkbox"
          checked={watchdog.isOn}
          onChange={({ target }) => save({ isOn: target.checked })}
        />
        A process of its own acts at the brokers when the engine no longer answers
      </label>
      {watchdog.isOn && (
        <div className="setting-fields">
          <KeptNumber
            label="After silence of"
            unit="seconds, 2 to 300"
            kept={watchdog.limitSeconds}
            keep={async (limitSeconds) => {
              try {
                await saveSettings({ watchdog: { ...watchdog, limitSeconds } });
                return undefined;
              } catch (error) {
                return refusalText(error);
              }
            }}
          />
          <SelectField
            label="It then"
            value={watchdog.action}
            choices={[
              { value: 'cancel', text: 'cancels every order' },
              { value: 'flatten', text: 'cancels and flattens' },
            ]}
            onChoose={(action) => save({ action })}
          />
        </div>
      )}
    </>
  );
}
