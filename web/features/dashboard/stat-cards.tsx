import { Bot, Cable, Clock, GitBranch, Layers, ListChecks, ShieldAlert, Waves, Wrench } from 'lucide-react';
import { ageWords, countWords, percentWords, plural, shortAgeWords } from '../../lib/words';
import { OutOf, StatCard } from '../../ui/stat-card';
import { Sparkline } from '../../ui/sparkline';
import { entityWords, isEntity } from '../records/record-words';
import { rangeWords } from './operations-query';
import type { Operations } from './operations-query';

interface Props {
  readonly operations: Operations;
}

/** Every number leads to the list that it counts. */
export const StatCards = ({ operations }: Props) => (
  <section aria-label="Figures" className="grid grid-cols-2 gap-3 sm:gap-4 lg:grid-cols-4">
    <SourcesCard operations={operations} />
    <GoldenCard operations={operations} />
    <FreshnessCard operations={operations} />
    <StreamCard operations={operations} />
    <DriftCard operations={operations} />
    <RepairCard operations={operations} />
    <TasksCard operations={operations} />
    <ModelsCard operations={operations} />
  </section>
);

const SourcesCard = ({ operations: { sources } }: Props) => {
  const active = sources.by_status.active ?? 0;
  const others = [
    ...Object.entries(sources.by_status).filter(([status]) => status !== 'active'),
    ...(sources.stale > 0 ? [['stale', sources.stale] as const] : []),
  ];
  const broken = sources.by_status.broken ?? 0;
  return (
    <StatCard
      name="Sources healthy"
      icon={Cable}
      tone={broken > 0 ? 'bad' : sources.stale > 0 ? 'warn' : 'source'}
      href={broken > 0 ? '/connections?status=broken' : '/connections'}
      value={<OutOf part={countWords(active - sources.stale)} whole={countWords(sources.total)} />}
      note={
        others.length === 0
          ? 'All answer and are read on time'
          : others.map(([status, count]) => `${countWords(count)} ${status}`).join(', ')
      }
    />
  );
};

const FreshnessCard = ({ operations: { freshness } }: Props) => {
  const read = freshness.filter(({ p95_seconds: age }) => age !== null);
  const oldest = read.reduce((most, { p95_seconds: age }) => Math.max(most, age ?? 0), 0);
  return (
    <StatCard
      name="Freshness (p95)"
      icon={Clock}
      tone="source"
      href="/monitor"
      wide
      value={read.length === 0 ? '–' : ageWords(oldest)}
      note={
        freshness.length === 0 ? (
          'Nothing has been mapped yet'
        ) : (
          <span className="flex flex-col gap-0.5">
            {freshness.map(({ entity, p95_seconds: age, objects, read: done }) => (
              <span key={entity} className="flex justify-between gap-3">
                <span>{isEntity(entity) ? entityWords(entity).many : entity}</span>
                <span className="numeric text-right">
                  {age === null ? 'never' : shortAgeWords(age)}
                  {done < objects && `, ${plural(objects - done, 'object')} unread`}
                </span>
              </span>
            ))}
          </span>
        )
      }
    />
  );
};

/** One place below ten; what is next to nothing is not called nothing. */
const rateWords = (perMinute: number): string =>
  perMinute > 0 && perMinute < 0.1
    ? '< 0.1'
    : perMinute > 0 && perMinute < 10
      ? perMinute.toFixed(1)
      : countWords(Math.round(perMinute));

const StreamCard = ({ operations: { stream, range } }: Props) => {
  const perMinute = stream.events / (stream.buckets.length * stream.bucket_minutes);
  const most = Math.max(...stream.buckets.map(({ events }) => events));
  return (
    <StatCard
      name="Events a minute"
      icon={Waves}
      tone="ontology"
      href="/live-flow"
      wide
      value={rateWords(perMinute)}
      note={`${plural(stream.events, 'event')} in ${rangeWords(range)}`}
    >
      <Sparkline
        label={`Events of ${rangeWords(range)}, each bar ${ageWords(stream.bucket_minutes * 60)}: ${countWords(stream.events)} in all, at most ${countWords(most)}`}
        values={stream.buckets.map(({ events }) => events)}
      />
    </StatCard>
  );
};

const GoldenCard = ({ operations: { golden, held } }: Props) =>
  golden === null ? (
    <StatCard
      name="Records held"
      icon={ShieldAlert}
      tone={held > 0 ? 'warn' : 'source'}
      href="/quarantine"
      value={countWords(held)}
      note="No golden records yet"
    />
  ) : (
    <StatCard
      name="Golden records"
      icon={Layers}
      tone="ontology"
      href="/records"
      value={countWords(golden.records)}
      note={`${plural(golden.duplicates, 'duplicate')} merged; ${plural(golden.events_since, 'event')} since generation ${countWords(golden.generation)}; ${plural(held, 'record')} held`}
    />
  );

const DriftCard = ({ operations: { drift } }: Props) => {
  const ages = (
    [
      [drift.older, 'older than a week'],
      [drift.up_to_a_week, 'up to a week'],
      [drift.up_to_a_day, 'up to a day'],
      [drift.up_to_an_hour, 'up to an hour'],
    ] as const
  ).filter(([count]) => count > 0);
  return (
    <StatCard
      name="Open drift tickets"
      icon={GitBranch}
      tone={drift.breaking > 0 ? 'bad' : drift.open > 0 ? 'warn' : 'source'}
      href="/monitor#tickets"
      value={countWords(drift.open)}
      note={
        drift.open === 0
          ? 'Every source looks as it was approved'
          : ages.map(([count, age]) => `${countWords(count)} ${age}`).join(', ')
      }
    />
  );
};

const RepairCard = ({ operations: { repairs, range } }: Props) => (
  <StatCard
    name="Auto-repaired"
    icon={Wrench}
    tone={repairs.waiting > 0 ? 'warn' : 'agent'}
    href="/approvals"
    value={repairs.applied === 0 ? '–' : percentWords(repairs.applied_by_itself / repairs.applied)}
    note={
      (repairs.applied === 0
        ? `No repair in ${rangeWords(range)}`
        : `${countWords(repairs.applied_by_itself)} of ${plural(repairs.applied, 'repair')} in ${rangeWords(range)}`) +
      (repairs.waiting > 0 ? `; ${countWords(repairs.waiting)} waiting` : '')
    }
  />
);

const TasksCard = ({ operations: { tasks, range } }: Props) => (
  <StatCard
    name="Tasks running"
    icon={ListChecks}
    tone={tasks.failed > 0 ? 'bad' : 'brand'}
    href={tasks.failed > 0 ? '/tasks?state=failed' : '/tasks'}
    value={countWords(tasks.running)}
    note={`${countWords(tasks.queued)} queued, ${countWords(tasks.failed)} failed in ${rangeWords(range)}; ${countWords(tasks.slots_taken)} of ${plural(tasks.slots, 'slot')} taken`}
  />
);

const ModelsCard = ({ operations: { llm, range } }: Props) => (
  <StatCard
    name="Model calls"
    icon={Bot}
    tone="agent"
    href="/settings?tab=models"
    value={countWords(llm.calls)}
    note={
      llm.heuristic_only
        ? 'No model is used: heuristics alone'
        : [
            `${plural(llm.tokens, 'token')} in ${rangeWords(range)}`,
            ...(llm.cost_usd === null ? [] : [`${llm.cost_usd} USD`]),
            `${plural(llm.saved, 'call')} saved`,
            `${countWords(llm.tokens_today)} of ${countWords(llm.tokens_per_day)} tokens today`,
          ].join('; ')
    }
  />
);
