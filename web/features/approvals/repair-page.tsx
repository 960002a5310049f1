'use client';

import { useQuery } from '@tanstack/react-query';
import { useParams, useRouter } from 'next/navigation';
import { useFallbackInterval } from '../../lib/live/use-fallback-interval';
import { capital, spaced } from '../../lib/words';
import { AsyncPanel } from '../../ui/async-panel';
import { Facts } from '../../ui/facts';
import { latePanel } from '../../ui/late-panel';
import { Link } from '../../ui/link';
import { PageHeader } from '../../ui/page-header';
import { Panel } from '../../ui/panel';
import { RelativeTime } from '../../ui/relative-time';
import { ConnectionName } from '../connections/connection-name';
import { UserName } from '../settings/user-name';
import { TaskProgress } from '../tasks/task-progress';
import { Confidence, RepairStateBadge, SeverityBadge } from './repair-badges';
import { repairQuery, waitingQuery } from './repair-queries';
import { authorWord, bandMeaning } from './repair-words';
import type { RepairDetail } from './repair-words';
import { RepairChanges } from './repair-changes';

const ImpactPanel = latePanel(() => import('../lineage/impact-panel').then((module) => module.ImpactPanel));

const SimilarDecisions = latePanel(() =>
  import('./similar-decisions').then((module) => module.SimilarDecisions),
);

/** One repair: what changed, what would change, why, on which rows, and the decision. */
export const RepairPage = () => {
  const { id } = useParams<{ id: string }>();
  const router = useRouter();
  const refetchInterval = useFallbackInterval();
  const repair = useQuery({ ...repairQuery(id), refetchInterval });
  const waiting = useQuery(waitingQuery());
  const queue = waiting.data?.map(({ repair_id }) => repair_id) ?? [];
  const at = queue.indexOf(id);
  const neighbours = {
    next: at < 0 ? queue[0] : queue[at + 1],
    previous: at < 0 ? undefined : queue[at - 1],
  };
  return (
    <AsyncPanel query={repair} rows={8}>
      {(data) => (
        <>
          <PageHeader
            title={data.object}
            back={{ href: '/approvals', label: 'Approvals' }}
            badge={
              <>
                <RepairStateBadge repair={data} />
                <SeverityBadge severity={data.ticket.severity} />
              </>
            }
            note={
              <>
                {capital(spaced(data.ticket.kind))} in <ConnectionName id={data.connection_id} /> ·{' '}
                <Link
                  href={`/monitor/tickets/${data.drift_event_id}`}
                  className="text-brand underline underline-offset-4"
                >
                  the ticket
                </Link>
              </>
            }
          />
          <div className="flex flex-col gap-5">
            <RepairChanges
              key={`${data.repair_id} ${data.digest} ${data.state}`}
              repair={data}
              onStep={(to) => {
                const neighbour = neighbours[to];
                if (neighbour !== undefined) router.push(`/approvals/${neighbour}`);
              }}
            />
            {data.state === 'proposed' && (
              <ImpactPanel subject={{ repair_id: data.repair_id }} title="What it would touch" />
            )}
            <SimilarDecisions similar={data.similar} />
            <About repair={data} />
            {data.replay_task_id !== null && (
              <Panel title="Replay of the stored records" note="Nothing is read from the source for it.">
                <TaskProgress id={data.replay_task_id} />
              </Panel>
            )}
          </div>
        </>
      )}
    </AsyncPanel>
  );
};

const About = ({ repair }: { readonly repair: RepairDetail }) => (
  <Panel title="About this repair">
    <div className="flex flex-col gap-4">
      {repair.reasons.length > 0 && (
        <ul aria-label="Reasons" className="flex flex-col gap-1.5 text-sm">
          {repair.reasons.map((reason) => (
            <li key={reason} className="rounded-lg bg-raised px-3 py-2 [overflow-wrap:anywhere]">
              {reason}
            </li>
          ))}
        </ul>
      )}
      <Facts facts={factsOf(repair)} />
    </div>
  </Panel>
);

const factsOf = (repair: RepairDetail) => {
  const { decision, undo, expires_at: expiresAt, applied_at: appliedAt } = repair;
  return [
    { name: 'Confidence', value: <Confidence value={repair.confidence} /> },
    { name: 'How sure', value: bandMeaning(repair.band) },
    { name: 'Proposed by', value: capital(authorWord(repair.author)) },
    { name: 'Proposed', value: <RelativeTime at={repair.created_at} /> },
    ...(repair.state === 'proposed' && expiresAt !== null
      ? [{ name: 'Expires', value: <RelativeTime at={expiresAt} /> }]
      : []),
    ...(decision === null
      ? []
      : [
          {
            name: decision.verdict === 'approve' ? 'Approved by' : 'Rejected by',
            value:
              decision.decided_by === 'policy' ? 'The drift policy' : <UserName id={decision.decided_by} />,
          },
          { name: 'Decided', value: <RelativeTime at={decision.decided_at} /> },
          ...(decision.reason === null ? [] : [{ name: 'Why', value: decision.reason }]),
        ]),
    ...(appliedAt === null ? [] : [{ name: 'Applied', value: <RelativeTime at={appliedAt} /> }]),
    ...(undo === null
      ? []
      : [
          { name: 'Undo asked by', value: <UserName id={undo.requested_by} /> },
          ...(undo.reason === null ? [] : [{ name: 'Why undone', value: undo.reason }]),
          ...(undo.failure === null ? [] : [{ name: 'The undo failed', value: undo.failure }]),
        ]),
    ...(repair.unresolved.length === 0 ? [] : [{ name: 'Still lost', value: repair.unresolved.join(', ') }]),
  ];
};
