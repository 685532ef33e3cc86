import { type ReactNode, useCallback, useEffect, useId, useRef, useState } from 'react';
import type { z } from 'zod';
import type { indicatorInfo } from '#contract/services/backtests';
import { findIndicator } from '#domain/indicators/catalog';
import { INDICATOR_GROUPS, type IndicatorGroup } from '#domain/indicators/indicator';
import type { IndicatorChoice } from '../../charts/live-indicators.ts';
import { requireEngine } from '../../client/connection.ts';
import { refusalText } from '../../client/refusal.ts';
import { Problem } from '../../components/notice.tsx';

type IndicatorInfo = z.infer<typeof indicatorInfo>;

/** As many as the settings keep. */
const INDICATORS_MAX = 12;

const GROUP_NAMES: Readonly<Record<IndicatorGroup, string>> = {
  overlap: 'Averages, bands and stops',
  momentum: 'Momentum',
  volume: 'Volume',
  volatility: 'Volatility',
  cycle: 'Cycles',
  price: 'Prices',
  statistics: 'Statistics',
  maths: 'Arithmetic and functions',
  other: 'Other',
  patterns: 'Candle patterns',
};

interface IndicatorMenuProps {
  readonly choices: readonly IndicatorChoice[];
  readonly onChange: (choices: readonly IndicatorChoice[]) => void;
}

/** A button that opens the chart's indicators: change their parameters, take them off, add others. */
export function IndicatorMenu({ choices, onChange }: IndicatorMenuProps): ReactNode {
  const [isOpen, setIsOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const sheet = useRef<HTMLDivElement>(null);
  const id = useId();
  // The page's own layer: the row the button stands in cuts off what leaves it.
  const place = () => {
    const box = button.current?.getBoundingClientRect();
    if (box === undefined || sheet.current === null) return;
    sheet.current.style.left = `${Math.max(8, Math.min(box.left, window.innerWidth - 336))}px`;
    sheet.current.style.top = `${box.bottom}px`;
  };
  return (
    <>
      <button ref={button} type="button" className="chart-head-button" popoverTarget={id} onClick={place}>
        Indicators
      </button>
      <div
        ref={sheet}
        id={id}
        popover="auto"
        className="chart-menu-sheet"
        role="dialog"
        aria-label="Indicators"
        onToggle={(event) => setIsOpen(event.newState === 'open')}
      >
        {isOpen && <IndicatorSheet choices={choices} onChange={onChange} />}
      </div>
    </>
  );
}

function IndicatorSheet({ choices, onChange }: IndicatorMenuProps): ReactNode {
  const [known, setKnown] = useState<readonly IndicatorInfo[]>([]);
  const [problem, setProblem] = useState<string | null>(null);
  const [search, setSearch] = useState('');
  const load = useCallback(async () => {
    try {
      setKnown(await requireEngine().backtests.indicators());
      setProblem(null);
    } catch (error) {
      setProblem(refusalText(error));
    }
  }, []);
  useEffect(() => void load(), [load]);
  const wanted = search.trim().toLowerCase();
  const groups = offeredGroups(known, wanted);
  const isFull = choices.length >= INDICATORS_MAX;
  const add = ({ slug, parameters }: IndicatorInfo) =>
    onChange([
      ...choices,
      { slug, parameters: Object.fromEntries(parameters.map((one) => [one.name, one.default])) },
    ]);
  return (
    <>
      {problem !== null && <Problem text={problem} onRetry={() => void load()} />}
      <ul aria-label="On the chart">
        {choices.map((choice, i) => (
          <ChosenIndicator
            // biome-ignore lint/suspicious/noArrayIndexKey: the same indicator may be on the chart twice
            key={`${i} ${choice.slug}`}
            choice={choice}
            info={known.find(({ slug }) => slug === choice.slug)}
            onChange={(parameters) =>
              onChange(choices.map((one, at) => (at === i ? { ...one, parameters } : one)))
            }
            onRemove={() => onChange(choices.filter((_, at) => at !== i))}
          />
        ))}
      </ul>
      <input
        className="chart-menu-search"
        placeholder={isFull ? `${INDICATORS_MAX} are the most a chart takes` : 'Add an indicator…'}
        aria-label="Search indicators"
        value={search}
        onChange={(event) => setSearch(event.target.value)}
        onKeyDown={(event) => {
          const first = groups[0]?.offered[0];
          if (event.key === 'Enter' && first !== undefined && !isFull) add(first);
        }}
      />
      <div className="chart-menu-offers">
        {groups.map(({ group, offered }) => (
          <section key={group} aria-label={group}>
            <h3 className="chart-menu-group">
              {group} <span className="muted">{offered.length}</span>
            </h3>
            <ul aria-label={`${group} to add`}>
              {offered.map((info) => (
                <li key={info.slug}>
                  <button type="button" disabled={isFull} onClick={() => add(info)}>
                    {info.name} <span className="muted">{info.aliases[0]?.toUpperCase()}</span>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        ))}
        {known.length > 0 && groups.length === 0 && (
          <p className="muted">No indicator is called “{search}”.</p>
        )}
      </div>
    </>
  );
}

/**
 * What the search leaves, kind by kind. While something is searched for, the kind with the best hit comes first: a short
 * name that is the very word, then one that begins with it, then any.
 */
function offeredGroups(
  known: readonly IndicatorInfo[],
  wanted: string,
): { readonly group: string; readonly offered: readonly IndicatorInfo[] }[] {
  const groups = INDICATOR_GROUPS.map((group) => {
    const offered = known
      .filter(({ slug }) => findIndicator(slug)?.group === group)
      .map((info) => ({ info, rank: rankOf(info, wanted) }))
      .filter(({ rank }) => rank < Number.POSITIVE_INFINITY)
      .sort((a, b) => a.rank - b.rank);
    return {
      group: GROUP_NAMES[group],
      rank: offered[0]?.rank ?? Number.POSITIVE_INFINITY,
      offered: offered.map(({ info }) => info),
    };
  });
  return groups.filter(({ offered }) => offered.length > 0).sort((a, b) => a.rank - b.rank);
}

function rankOf({ name, aliases }: IndicatorInfo, wanted: string): number {
  if (wanted === '') return 0;
  const names = [...aliases, name.toLowerCase()];
  if (names.includes(wanted)) return 1;
  if (names.some((one) => one.startsWith(wanted))) return 2;
  return names.some((one) => one.includes(wanted)) ? 3 : Number.POSITIVE_INFINITY;
}

function ChosenIndicator({
  choice,
  info,
  onChange,
  onRemove,
}: {
  readonly choice: IndicatorChoice;
  readonly info: IndicatorInfo | undefined;
  readonly onChange: (parameters: Readonly<Record<string, number>>) => void;
  readonly onRemove: () => void;
}): ReactNode {
  const name = info?.name ?? choice.slug;
  return (
    <li className="chart-menu-chosen">
      <span className="chart-menu-name">{name}</span>
      {info?.parameters.map((parameter) => (
        <input
          key={parameter.name}
          type="number"
          title={`${parameter.label}, ${parameter.minimum} to ${parameter.maximum}`}
          aria-label={`${name}: ${parameter.label}`}
          min={parameter.minimum}
          max={parameter.maximum}
          step={parameter.isInteger ? 1 : 'any'}
          defaultValue={choice.parameters[parameter.name] ?? parameter.default}
          onChange={(event) => {
            if (event.target.value === '' || !event.target.validity.valid) return;
            onChange({ ...choice.parameters, [parameter.name]: event.target.valueAsNumber });
          }}
        />
      ))}
      <button type="button" className="chart-menu-remove" aria-label={`Remove ${name}`} onClick={onRemove}>
        ×
      </button>
    </li>
  );
}
