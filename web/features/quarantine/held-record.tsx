'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Archive, RotateCw } from 'lucide-react';
import { useState } from 'react';
import { answerOf, api } from '../../lib/api-client';
import type { Schemas } from '../../lib/api-client';
import { useMay } from '../../lib/session/session-provider';
import { AsyncPanel } from '../../ui/async-panel';
import { Button } from '../../ui/button';
import { CodeBlock, JsonBlock } from '../../ui/code-block';
import { ErrorPanel } from '../../ui/error-panel';
import { Facts } from '../../ui/facts';
import { Link } from '../../ui/link';
import { ReasonField } from '../../ui/reason-field';
import { RelativeTime } from '../../ui/relative-time';
import { useToast } from '../../ui/toast';
import { ConnectionName } from '../connections/connection-name';
import { HeldStateBadge } from './held-state';

interface HeldRecordProps {
  readonly id: string;
  readonly onDone: () => void;
}

/** One held record: why, what it looked like, and what to do with it. */
export const HeldRecord = ({ id, onDone }: HeldRecordProps) => {
  const record = useQuery({
    queryKey: ['quarantine', 'one', id],
    queryFn: () =>
      answerOf(api.GET('/api/v1/quarantine/{quarantine_id}', { params: { path: { quarantine_id: id } } })),
  });
  return (
    <AsyncPanel query={record}>
      {(data) => (
        <div className="flex flex-col gap-5">
          <Reasons reasons={data.reasons} />
          <Facts
            facts={[
              { name: 'State', value: <HeldStateBadge state={data.state} /> },
              { name: 'Connection', value: <ConnectionName id={data.connection_id} /> },
              { name: 'Object', value: data.stream },
              { name: 'Entity', value: data.entity === '' ? 'None: not readable as a row' : data.entity },
              { name: 'Record', value: data.record_key ?? 'No key' },
              {
                name: 'Position',
                value: data.position === null || data.position === '' ? 'Unknown' : data.position,
              },
              { name: 'Attempts', value: data.attempts },
              { name: 'First seen', value: <RelativeTime at={data.first_seen_at} /> },
              {
                name: 'Held by',
                value: (
                  <Link href={`/tasks/${data.task_id}`} className="text-brand underline underline-offset-4">
                    task {data.task_id.slice(0, 8)}
                  </Link>
                ),
              },
            ]}
          />
          {data.raw_text === null ? (
            <JsonBlock label="Raw record" value={data.raw} />
          ) : (
            <CodeBlock label="Raw text" text={data.raw_text} />
          )}
          <Decision record={data} onDone={onDone} />
        </div>
      )}
    </AsyncPanel>
  );
};

const Reasons = ({ reasons }: { readonly reasons: Schemas['QuarantinedRecord']['reasons'] }) => (
  <ul className="flex flex-col gap-2">
    {reasons.map(({ pointer, code, message }) => (
      <li key={`${pointer} ${code}`} className="rounded-lg border border-warn/40 bg-warn-soft p-3 text-sm">
        <p className="[overflow-wrap:anywhere]">{message}</p>
        <p className="mt-1 text-xs [overflow-wrap:anywhere] text-muted">
          <code>{pointer}</code> · <code>{code}</code>
        </p>
      </li>
    ))}
  </ul>
);

const Decision = ({
  record,
  onDone,
}: { readonly record: Schemas['QuarantinedRecordDetail'] } & Pick<HeldRecordProps, 'onDone'>) => {
  const client = useQueryClient();
  const { say } = useToast();
  const mayAct = useMay('operator');
  const [reason, setReason] = useState('');
  const ids = [record.quarantine_id];
  const settled = {
    onSettled: () => client.invalidateQueries({ queryKey: ['quarantine'] }),
  };
  const retry = useMutation({
    mutationFn: () => answerOf(api.POST('/api/v1/quarantine/retry', { body: { ids } })),
    onSuccess: () => {
      say('Trying again', 'The record is mapped anew; Tasks shows how it goes.');
      onDone();
    },
    ...settled,
  });
  const discard = useMutation({
    mutationFn: () => answerOf(api.POST('/api/v1/quarantine/discard', { body: { ids, reason } })),
    onSuccess: () => {
      say('Discarded', 'The record stays in the history and is not offered again.');
      onDone();
    },
    ...settled,
  });
  if (!mayAct || record.state === 'resolved' || record.state === 'discarded') return null;
  const error = retry.error ?? discard.error;
  return (
    <div className="flex flex-col gap-4 border-t border-line pt-5">
      {error !== null && <ErrorPanel error={error} compact />}
      <div>
        <Button
          look="primary"
          icon={RotateCw}
          busy={retry.isPending}
          onClick={() => {
            retry.mutate();
          }}
        >
          Try again
        </Button>
      </div>
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          discard.mutate();
        }}
      >
        <ReasonField label="Or discard it: why?" required value={reason} onChange={setReason} />
        <div>
          <Button
            type="submit"
            look="danger"
            icon={Archive}
            busy={discard.isPending}
            disabled={reason.trim() === ''}
          >
            Discard
          </Button>
        </div>
      </form>
    </div>
  );
};
