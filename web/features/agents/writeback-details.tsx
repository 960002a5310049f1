'use client';

import { useQuery } from '@tanstack/react-query';
import { Check, Undo2, X } from 'lucide-react';
import { useState } from 'react';
import type { Schemas } from '../../lib/api-client';
import { useFallbackInterval } from '../../lib/live/use-fallback-interval';
import { useMay } from '../../lib/session/session-provider';
import { AsyncPanel } from '../../ui/async-panel';
import { Button } from '../../ui/button';
import { Facts } from '../../ui/facts';
import { Link } from '../../ui/link';
import { RelativeTime } from '../../ui/relative-time';
import { ReasonDialog } from '../../ui/reason-dialog';
import { ConnectionName } from '../connections/connection-name';
import { recordHref, valueText } from '../records/record-words';
import { UserName } from '../settings/user-name';
import { writebackQuery } from './agent-queries';
import { agentName } from './agent-words';
import { useDecideWriteback } from './use-decide-writeback';
import { WritebackBadge } from './writeback-badge';

type Detail = Schemas['WritebackDetail'];

/** One proposed change: the value seen and the one to write, the decision, and what the source held afterwards. */
export const WritebackDetails = ({ id }: { readonly id: string }) => {
  const writeback = useQuery({ ...writebackQuery(id), refetchInterval: useFallbackInterval() });
  return (
    <AsyncPanel query={writeback}>
      {(data) => (
        <div className="flex flex-col gap-5 text-sm">
          <div className="flex flex-col items-start gap-2">
            <WritebackBadge state={data.state} />
            <p className="text-base [overflow-wrap:anywhere]">{data.summary}</p>
            {data.reason !== null && <p className="[overflow-wrap:anywhere] text-muted">{data.reason}</p>}
          </div>
          <Facts facts={factsOf(data)} />
          <Decide writeback={data} />
        </div>
      )}
    </AsyncPanel>
  );
};

const link = 'text-brand underline underline-offset-4';

const factsOf = (data: Detail) => [
  { name: 'Seen', value: valueText(data.seen) },
  { name: 'To be written', value: valueText(data.proposed) },
  { name: 'Field', value: `${data.object}.${data.field}` },
  { name: 'Source', value: <ConnectionName id={data.connection_id} /> },
  {
    name: 'Golden record',
    value: (
      <Link href={recordHref(data.entity, data.golden_id)} className={link}>
        {data.golden_id}
      </Link>
    ),
  },
  {
    name: 'Called for by',
    value: (
      <Link href={`/agents?insight=${data.insight_id}`} className={link}>
        an insight of the {agentName(data.agent)}
      </Link>
    ),
  },
  ...(data.decision === null
    ? []
    : [
        {
          name: data.decision.verdict === 'approve' ? 'Approved by' : 'Rejected by',
          value:
            data.decision.decided_by === 'policy' ? (
              'The autonomy mode'
            ) : (
              <UserName id={data.decision.decided_by} />
            ),
        },
        ...(data.decision.reason === null ? [] : [{ name: 'Why', value: data.decision.reason }]),
      ]),
  ...(data.sent_at === null ? [] : [{ name: 'Sent', value: <RelativeTime at={data.sent_at} /> }]),
  ...(data.found === null ? [] : [{ name: 'Read back', value: valueText(data.found.value) }]),
  ...(data.error === null ? [] : [{ name: 'The source said', value: data.error }]),
  ...(data.undo === null ? [] : [{ name: 'Undo', value: data.undo.failure ?? data.undo.state }]),
];

const Decide = ({ writeback }: { readonly writeback: Detail }) => {
  const decide = useDecideWriteback(writeback);
  const mayDecide = useMay('operator');
  const [asking, setAsking] = useState<'reject' | 'undo'>();
  if (!mayDecide) return null;
  const isOpen = writeback.state === 'proposed';
  const mayUndo = writeback.state === 'verified' && writeback.undo === null;
  return (
    <>
      <div className="flex flex-wrap gap-2">
        {isOpen && (
          <>
            <Button
              look="primary"
              icon={Check}
              busy={decide.isPending}
              onClick={() => {
                decide.mutate({ verdict: 'approve', reason: '' });
              }}
            >
              Approve
            </Button>
            <Button
              icon={X}
              onClick={() => {
                setAsking('reject');
              }}
            >
              Reject
            </Button>
          </>
        )}
        {mayUndo && (
          <Button
            icon={Undo2}
            onClick={() => {
              setAsking('undo');
            }}
          >
            Take it back
          </Button>
        )}
      </div>
      {asking !== undefined && (
        <ReasonDialog
          title={asking === 'reject' ? 'Reject this change' : 'Take this change back'}
          consequence={
            asking === 'reject'
              ? 'Nothing is written, and the same is not proposed again.'
              : 'The former value is written, if the source still holds ours.'
          }
          confirm={asking === 'reject' ? 'Reject' : 'Take back'}
          required={asking === 'reject'}
          onClose={() => {
            setAsking(undefined);
          }}
          onConfirm={(reason) => {
            decide.mutate({ verdict: asking, reason });
            setAsking(undefined);
          }}
        />
      )}
    </>
  );
};
