import type { ReactNode } from 'react';
import type { AgentStatusView } from '#contract/services/agents';
import { useIsConnected } from '../../client/connection.ts';
import { Dot, type Tone } from '../../components/badge.tsx';
import { EmptyState, Problem } from '../../components/notice.tsx';
import { PanelHead } from '../../components/panel-head.tsx';
import { useAgents } from '../../stores/engine-streams.ts';
import { pickAgent, usePickedAgent } from '../../stores/focus.ts';
import type { PanelProps } from '../panel-props.ts';
import { AgentDetails } from './agent-details.tsx';

const TONES: Readonly<Record<AgentStatusView['state'], Tone>> = {
  starting: 'muted',
  healthy: 'good',
  busy: 'accent',
  degraded: 'warning',
  down: 'danger',
};

/** The eleven agents: state, what each does now, its headline figure; choosing one opens its details. */
export function AgentsPanel({ panelId }: PanelProps): ReactNode {
  const { items, byId, problem } = useAgents();
  const picked = usePickedAgent();
  const isConnected = useIsConnected();
  const agent = picked === null ? undefined : byId.get(picked);
  const well = items.filter(({ state }) => state === 'healthy' || state === 'busy').length;
  return (
    <div className={isConnected ? 'panel-scroll' : 'panel-scroll stale'}>
      <PanelHead panelId={panelId}>
        <span className={well === items.length ? 'muted' : 'warning'}>
          {items.length > 0 ? `${well} of ${items.length} well` : ''}
        </span>
      </PanelHead>
      {problem && <Problem text={problem} />}
      {items.length === 0 && (
        <EmptyState title="Waiting for the engine">The eleven agents report as soon as it runs.</EmptyState>
      )}
      {agent ? (
        <AgentDetails agent={agent} tone={TONES[agent.state]} onClose={() => pickAgent(null)} />
      ) : (
        <ul className="agents">
          {items.map((item) => (
            <li key={item.slug}>
              <button
                type="button"
                title={`${item.label} ${item.name}: ${item.state}\n${item.activity}\n${item.headline}`}
                onClick={() => pickAgent(item.slug)}
              >
                <Dot tone={TONES[item.state]} />
                <span>{item.name}</span>
                <span className="agent-activity">
                  {item.state === 'healthy' || item.state === 'busy'
                    ? item.activity
                    : `${item.state}: ${item.lastError ?? item.activity}`}
                </span>
                <span className="number agent-headline">{item.headline}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
