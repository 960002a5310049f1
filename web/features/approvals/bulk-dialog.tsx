'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Check, CircleCheck, CircleX, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { answerOf, api } from '../../lib/api-client';
import type { Schemas } from '../../lib/api-client';
import { plural } from '../../lib/words';
import { AsyncPanel } from '../../ui/async-panel';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { ErrorPanel } from '../../ui/error-panel';
import { ReasonField } from '../../ui/reason-field';
import { RelativeTime } from '../../ui/relative-time';
import { Confidence } from './repair-badges';
import type { RepairFilter } from './repair-queries';

interface BulkDialogProps {
  readonly filter: Pick<RepairFilter, 'band' | 'connection'>;
  readonly onClose: () => void;
}

/** One decision about many: the server lists them first, and exactly that list is decided. */
export const BulkDialog = ({ filter: { band, connection }, onClose }: BulkDialogProps) => {
  const snapshot = useMutation({
    mutationFn: () =>
      answerOf(
        api.POST('/api/v1/mesh/repairs/snapshot', {
          body: {
            ...(band === undefined ? {} : { band }),
            ...(connection === undefined ? {} : { connection_id: connection }),
          },
        }),
      ),
  });
  const { mutate } = snapshot;
  const asked = useRef(false);
  useEffect(() => {
    if (asked.current) return;
    asked.current = true;
    mutate();
  }, [mutate]);
  return (
    <Dialog
      open
      onOpenChange={onClose}
      place="side"
      title="Decide all that wait"
      description="This list was made now; what comes later is not in it."
    >
      <AsyncPanel
        query={{
          ...snapshot,
          isPending: snapshot.isPending,
          refetch: () => {
            mutate();
          },
        }}
      >
        {(data) => <Decide snapshot={data} onClose={onClose} />}
      </AsyncPanel>
    </Dialog>
  );
};

interface DecideProps {
  readonly snapshot: Schemas['RepairSnapshot'];
  readonly onClose: () => void;
}

const Decide = ({ snapshot, onClose }: DecideProps) => {
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const decide = useMutation({
    mutationFn: (verdict: 'approve' | 'reject') =>
      answerOf(
        api.POST('/api/v1/mesh/repairs/snapshot/{snapshot_id}/decide', {
          params: { path: { snapshot_id: snapshot.snapshot_id } },
          body: { verdict, reason: reason.trim() },
        }),
      ),
    onSettled: () => client.invalidateQueries({ queryKey: ['repairs'] }),
  });
  const outcomes = new Map(decide.data?.outcomes.map((outcome) => [outcome.repair_id, outcome]));
  const decided = decide.data?.outcomes.filter((outcome) => outcome.decided).length ?? 0;
  return (
    <div className="flex flex-col gap-5">
      <p role="status" className="text-sm">
        {decide.data === undefined ? (
          <>
            <strong>{plural(snapshot.repairs.length, 'repair')}</strong>
            <span className="text-muted">
              {' '}
              · the list expires <RelativeTime at={snapshot.expires_at} />
            </span>
          </>
        ) : (
          <strong>
            {decided} of {plural(decide.data.outcomes.length, 'repair')} decided
          </strong>
        )}
      </p>
      <ul aria-label="Repairs of this decision" className="rounded-xl border border-line">
        {snapshot.repairs.map(({ repair_id, object, confidence }) => {
          const outcome = outcomes.get(repair_id);
          return (
            <li
              key={repair_id}
              className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 border-b border-line px-4 py-2.5 text-sm last:border-0"
            >
              <span className="min-w-0 font-medium [overflow-wrap:anywhere]">{object}</span>
              {outcome === undefined ? (
                <Confidence value={confidence} />
              ) : (
                <span className={outcome.decided ? 'text-source-ink' : 'text-danger'}>
                  {outcome.decided ? (
                    <CircleCheck aria-hidden className="mr-1.5 inline size-4" />
                  ) : (
                    <CircleX aria-hidden className="mr-1.5 inline size-4" />
                  )}
                  {outcome.problem ?? 'Decided'}
                </span>
              )}
            </li>
          );
        })}
      </ul>
      {decide.error !== null && <ErrorPanel error={decide.error} compact />}
      {decide.data === undefined ? (
        <>
          <ReasonField
            label="Reason"
            required
            help="Kept with each of the decisions."
            value={reason}
            onChange={setReason}
          />
          <div className="flex flex-wrap gap-2">
            {(['approve', 'reject'] as const).map((verdict) => (
              <Button
                key={verdict}
                look={verdict === 'approve' ? 'primary' : 'danger'}
                icon={verdict === 'approve' ? Check : X}
                busy={decide.isPending && decide.variables === verdict}
                disabled={decide.isPending || reason.trim() === '' || snapshot.repairs.length === 0}
                onClick={() => {
                  decide.mutate(verdict);
                }}
              >
                {verdict === 'approve' ? 'Approve' : 'Reject'} {snapshot.repairs.length}
              </Button>
            ))}
          </div>
        </>
      ) : (
        <div>
          <Button look="primary" onClick={onClose}>
            Done
          </Button>
        </div>
      )}
    </div>
  );
};
