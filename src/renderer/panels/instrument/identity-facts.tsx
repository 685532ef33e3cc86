import type { ReactNode } from 'react';
import { useSecond } from '../../components/age.tsx';
import { Dot } from '../../components/badge.tsx';
import { formatAge, formatMinute } from '../../format/time.ts';
import { useSession } from '../../stores/engine-streams.ts';
import { usePriceSource } from '../../stores/price-source.ts';
import { useInstrument } from '../../stores/reference.ts';
import { CardSection, Fact } from './card-section.tsx';
import { marketHours } from './market-hours.ts';

const LOCAL_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** What the instrument is, where it trades, whether it does now, and where its prices come from. */
export function IdentityFacts({ symbol }: { readonly symbol: string }): ReactNode {
  const now = useSecond();
  const instrument = useInstrument(symbol);
  const source = usePriceSource(symbol);
  const session = useSession();
  const time = source.clock === 'session' && session ? session.eventTime : now;
  const hours = instrument && marketHours(instrument, time);
  return (
    <CardSection title="Instrument">
      <dl className="facts">
        <Fact name="Prices" title={source.text}>
          <span className={`tone-text-${source.tone}`}>{source.label}</span>
        </Fact>
        {instrument && (
          <>
            <Fact name="Stored from" title={instrument.source}>
              {instrument.source}
            </Fact>
            <Fact name="Digits">
              {instrument.pricePrecision} after the point
              {!instrument.isTradable && ', not for orders'}
            </Fact>
          </>
        )}
        {hours && (
          <>
            <Fact name={hours.calendar}>
              <Dot tone={hours.isOpen ? 'good' : 'muted'} />{' '}
              {hours.isAlways ? 'open, always' : hours.isOpen ? 'open' : 'closed'}
              {hours.isSpecial && ', hours of its own today'}
              {source.clock === 'session' && <span className="muted"> in the replay</span>}
            </Fact>
            {hours.nextTime !== null && (
              <Fact
                name={hours.isOpen ? 'Closes' : 'Opens'}
                title={`${formatMinute(hours.nextTime, LOCAL_ZONE)} ${LOCAL_ZONE} (here)`}
              >
                {formatMinute(hours.nextTime, hours.timeZone)} {zoneCity(hours.timeZone)}
                {source.clock !== 'session' && (
                  <span className="muted">
                    {' '}
                    in {formatAge(hours.nextTime - time)}
                    {LOCAL_ZONE !== hours.timeZone &&
                      ` · ${formatMinute(hours.nextTime, LOCAL_ZONE).slice(11)} here`}
                  </span>
                )}
              </Fact>
            )}
          </>
        )}
      </dl>
    </CardSection>
  );
}

function zoneCity(zone: string): string {
  return (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
}
