import type { ReactNode } from 'react';
import type { AgentStatusView } from '#contract/services/agents';
import { Badge, Dot, type Tone } from '../../components/badge.tsx';
import { Problem } from '../../components/notice.tsx';
import { formatCount, formatDuration } from '../../format/number.ts';
import { useTasks } from '../../stores/engine-streams.ts';

const RECENT_TASKS = 5;

/** One agent: its skills, the tasks it takes, what it has done and what went wrong last. */
export function AgentDetails({
  agent,
  tone,
  onClose,
}: {
  readonly agent: AgentStatusView;
  readonly tone: Tone;
  readonly onClose: () => void;
}): ReactNode {
  const recent = useTasks()
    .items.filter((task) => task.agent === agent.slug)
    .slice(0, RECENT_TASKS);
  return (
    <section className="agent-details" aria-label={`${agent.name} in detail`}>
      <header>
        <button type="button" className="link-button" onClick={onClose}>
          ‹ All agents
        </button>
        <span>
          <Dot tone={tone} /> <span className="strong">{agent.name}</span>{' '}
          <span className="muted">
            {agent.label} · {agent.state}
          </span>
        </span>
      </header>
      <p className="note">{agent.activity}</p>
      {agent.lastError && <Problem text={agent.lastError} />}
      <dl className="facts wide">
        <div>
          <dt>Tasks done · failed · queued</dt>
          <dd>
            {formatCount(agent.tasksDone)} ·{' '}
            <span className={agent.tasksFailed > 0 ? 'warning' : ''}>{formatCount(agent.tasksFailed)}</span> ·{' '}
            {formatCount(agent.queued)}
          </dd>
        </div>
        <div>
          <dt>Last work took</dt>
          <dd>{formatDuration(agent.lastDurationMs)}</dd>
        </div>
        <div>
          <dt>Headline</dt>
          <dd>{agent.headline}</dd>
        </div>
        {agent.aliases.length > 0 && (
          <div>
            <dt>Also known as</dt>
            <dd>{agent.aliases.join(', ')}</dd>
          </div>
        )}
      </dl>
      <h3>Takes tasks today</h3>
      <p className="badges">
        {agent.taskTypes.length > 0 ? (
          agent.taskTypes.map((type) => (
            <Badge key={type} tone="accent">
              {type}
            </Badge>
          ))
        ) : (
          <span className="muted">none</span>
        )}
      </p>
      <h3>Skills</h3>
      <p className="badges">
        {agent.skills.map((skill) => (
          <Badge key={skill}>{skill}</Badge>
        ))}
      </p>
      {recent.length > 0 && (
        <>
          <h3>Newest tasks</h3>
          <ul className="lines">
            {recent.map((task) => (
              <li key={task.id}>
                <span>{task.type}</span>
                <span className="muted">{task.state}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
