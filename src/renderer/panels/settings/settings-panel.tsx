import type { ReactNode } from 'react';
import type { Settings } from '#contract/services/settings';
import { saveSettings } from '../../app/save-settings.ts';
import { act, setAutonomy } from '../../app/session-control.ts';
import { EmptyState } from '../../components/notice.tsx';
import { SegmentedControl } from '../../components/segmented-control.tsx';
import { useSession, useSettings } from '../../stores/engine-streams.ts';
import type { PanelProps } from '../panel-props.ts';
import { DesktopNotifications } from './desktop-notifications.tsx';
import { KeyBindings } from './key-bindings.tsx';
import { ProtectionFields } from './protection-fields.tsx';
import { RestrictedSymbols } from './restricted-symbols.tsx';
import { RetentionFields } from './retention-fields.tsx';
import { RiskLimitFields } from './risk-limit-fields.tsx';
import { WatchdogFields } from './watchdog-fields.tsx';

/** Everything a person can set; each change is kept at once, and refused with its reason beside the field. */
export function SettingsPanel(_: PanelProps): ReactNode {
  const settings = useSettings();
  const session = useSession();
  if (settings === null)
    return (
      <EmptyState title="Waiting for the engine">
        Settings are kept by the engine and shown as soon as it answers.
      </EmptyState>
    );
  const save = (changes: Partial<Settings>): void =>
    void act('Save the setting', () => saveSettings(changes));
  return (
    <div className="panel-scroll settings">
      <Section title="Appearance">
        <Line name="Theme">
          <SegmentedControl
            label="Theme"
            value={settings.theme}
            segments={[
              { value: 'system', text: 'System' },
              { value: 'dark', text: 'Dark' },
              { value: 'light', text: 'Light' },
            ]}
            onChoose={(theme) => save({ theme })}
          />
        </Line>
        <Line name="Up and down">
          <SegmentedControl
            label="Colours of up and down"
            value={settings.upDownColours}
            segments={[
              { value: 'green-red', text: 'Green / red' },
              { value: 'blue-orange', text: 'Blue / orange', title: 'Told apart with any colour vision' },
              { value: 'red-green', text: 'Red / green', title: 'As in East Asia' },
            ]}
            onChoose={(upDownColours) => save({ upDownColours })}
          />
        </Line>
        <DesktopNotifications
          isWanted={settings.desktopNotifications}
          onWant={(desktopNotifications) => save({ desktopNotifications })}
        />
        <label className="check">
          <input
            type="checkbox"
            checked={settings.isFillSoundOn}
            onChange={({ target }) => save({ isFillSoundOn: target.checked })}
          />
          A short tone with each fill
        </label>
      </Section>
      {session && (
        <Section title="Strategies">
          <Line name="On their own they may">
            <SegmentedControl
              label="Autonomy of the strategies"
              value={session.autonomy}
              segments={[
                { value: 'off', text: 'do nothing' },
                { value: 'suggest', text: 'suggest' },
                {
                  value: 'confirm',
                  text: 'ask for each order',
                  title: 'Each order waits for your word in Proposals',
                },
                { value: 'auto', text: 'act within limits', tone: 'warning' },
              ]}
              onChoose={setAutonomy}
            />
          </Line>
        </Section>
      )}
      <Section title="Risk limits">
        <RiskLimitFields limits={settings.riskLimits} />
      </Section>
      <Section title="Protections">
        <ProtectionFields />
      </Section>
      <Section title="Watchdog">
        <WatchdogFields watchdog={settings.watchdog} />
      </Section>
      <Section title="Data">
        <Line name="Newest bars of followed symbols, from providers">
          <SegmentedControl
            label="Refresh of market data"
            value={settings.marketDataRefresh.isOn ? 'on' : 'off'}
            segments={[
              { value: 'off', text: 'when asked' },
              { value: 'on', text: 'every 5 minutes', title: 'While the exchange of a symbol is open' },
            ]}
            onChoose={(choice) =>
              save({ marketDataRefresh: { ...settings.marketDataRefresh, isOn: choice === 'on' } })
            }
          />
        </Line>
        <RetentionFields rules={settings.retention} />
      </Section>
      <Section title="Restricted symbols">
        <RestrictedSymbols symbols={settings.restrictedSymbols} />
      </Section>
      <Section title="Keys">
        <KeyBindings bindings={settings.keyBindings} />
      </Section>
    </div>
  );
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }): ReactNode {
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

function Line({ name, children }: { readonly name: string; readonly children: ReactNode }): ReactNode {
  return (
    <div className="setting-line">
      <span className="muted">{name}</span>
      {children}
    </div>
  );
}
