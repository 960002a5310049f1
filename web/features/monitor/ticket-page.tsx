'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Check, GitBranch, RotateCw } from 'lucide-react';
import { useParams } from 'next/navigation';
import { useState } from 'react';
import { answerOf, api } from '../../lib/api-client';
import type { Schemas } from '../../lib/api-client';
import { useFallbackInterval } from '../../lib/live/use-fallback-interval';
import { useMay } from '../../lib/session/session-provider';
import { usePages } from '../../lib/use-pages';
import { capital, spaced } from '../../lib/words';
import { AsyncPanel } from '../../ui/async-panel';
import { Button } from '../../ui/button';
import { Empty } from '../../ui/empty';
import { Facts } from '../../ui/facts';
import { Link } from '../../ui/link';
import { PageHeader } from '../../ui/page-header';
import { Panel } from '../../ui/panel';
import { RelativeTime } from '../../ui/relative-time';
import { useToast } from '../../ui/toast';
import { ReasonDialog } from '../../ui/reason-dialog';
import { SeverityBadge } from '../approvals/repair-badges';
import { RepairList } from '../approvals/repair-list';
import { loadRepairs } from '../approvals/repair-queries';
import { ConnectionName } from '../connections/connection-name';
import { PolicySelect } from './policy-select';
import { TicketBadge } from './ticket-badge';
import { changeWords } from './change-words';

type Ticket = Schemas['DriftEventDetail'];

/** One drift ticket: what changed, which policy holds, what was proposed, and the way to accept it as it is. */
export const TicketPage = () => {
  const { id } = useParams<{ id: string }>();
  const refetchInterval = useFallbackInterval();
  const ticket = useQuery({
    queryKey: ['drift', 'one', id],
    queryFn: () =>
      answerOf(api.GET('/api/v1/mesh/drift/{drift_event_id}', { params: { path: { drift_event_id: id } } })),
    refetchInterval,
  });
  return (
    <AsyncPanel query={ticket} rows={8}>
      {(data) => (
        <>
          <PageHeader
            title={data.object}
            back={{ href: '/monitor', label: 'AAM Monitor' }}
            badge={
              <>
                <TicketBadge state={data.state} />
                <SeverityBadge severity={data.severity} />
              </>
            }
            note={
              <>
                {capital(spaced(data.kind))} in <ConnectionName id={data.connection_id} />
                {data.outcome !== null && ` · ${data.outcome}`}
              </>
            }
            actions={
              <>
                <Propose ticket={data} />
                <Accept ticket={data} />
              </>
            }
          />
          <div className="flex flex-col gap-5">
            <Changes ticket={data} />
            <Proposals id={id} />
            <Policies ticket={data} />
          </div>
        </>
      )}
    </AsyncPanel>
  );
};

const Changes = ({ ticket }: { readonly ticket: Ticket }) => (
  <Panel title="What changed">
    <div className="flex flex-col gap-4 text-sm">
      {ticket.notes.map((note) => (
        <p key={note} className="[overflow-wrap:anywhere]">
          {note}
        </p>
      ))}
      {ticket.changes.length > 0 && (
        <ul aria-label="Changes of the source" className="flex flex-col gap-2">
          {ticket.changes.flatMap(({ change_id, changes, seen_at }) =>
            changes.map((change, index) => (
              <li
                key={`${change_id} ${String(index)}`}
                className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 rounded-lg bg-raised px-3 py-2"
              >
                <span className="min-w-0 [overflow-wrap:anywhere]">{changeWords(change)}</span>
                <span className="text-muted">
                  <RelativeTime at={seen_at} />
                </span>
              </li>
            )),
          )}
        </ul>
      )}
      <Facts
        facts={[
          {
            name: 'Lost',
            value: ticket.lost.length === 0 ? 'Nothing that is mapped' : ticket.lost.join(', '),
          },
          { name: 'Opened', value: <RelativeTime at={ticket.opened_at} /> },
          ticket.closed_at === null
            ? { name: 'Last change', value: <RelativeTime at={ticket.updated_at} /> }
            : { name: 'Closed', value: <RelativeTime at={ticket.closed_at} /> },
        ]}
      />
    </div>
  </Panel>
);

const Proposals = ({ id }: { readonly id: string }) => {
  const [selected, select] = useState<string>();
  const pages = usePages(['repairs', { ticket: id }], (cursor) => loadRepairs({ ticket: id }, cursor));
  return (
    <Panel title="Proposals" note="The newest first." flush>
      <AsyncPanel query={pages} rows={1}>
        {(repairs) =>
          repairs.length === 0 ? (
            <Empty icon={GitBranch} title="Nothing is proposed">
              Either nothing mapped is touched, or it is still being looked into.
            </Empty>
          ) : (
            <RepairList label="Proposals" repairs={repairs} selected={selected} onSelect={select} />
          )
        }
      </AsyncPanel>
    </Panel>
  );
};

const sources: Readonly<Record<Ticket['policy']['source'], string>> = {
  field: 'set for the field',
  object: 'set for this object',
  connection: 'set for the connection',
  tenant: 'set for all connections',
  default: 'nothing is set, so a person is asked',
};

const Policies = ({ ticket }: { readonly ticket: Ticket }) => (
  <Panel title="Policy" note={`In force: ${ticket.policy.policy}; ${sources[ticket.policy.source]}.`}>
    <div className="flex flex-col gap-4 text-sm">
      <PolicySelect
        label="For this object"
        value={ticket.policy.policy}
        connection={ticket.connection_id}
        object={ticket.object}
      />
      {ticket.field_policies.length > 0 && (
        <Facts
          facts={ticket.field_policies.map(({ field, policy, source }) => ({
            name: field,
            value: `${policy}: ${sources[source]}`,
          }))}
        />
      )}
      <p>
        <Link href="/monitor" className="text-brand underline underline-offset-4">
          The policy for all connections
        </Link>
      </p>
    </div>
  </Panel>
);

/** Asks for another proposal where the ticket was left to people. */
const Propose = ({ ticket }: { readonly ticket: Ticket }) => {
  const client = useQueryClient();
  const { say, complain } = useToast();
  const mayAsk = useMay('operator');
  const ask = useMutation({
    mutationFn: () =>
      answerOf(
        api.POST('/api/v1/mesh/drift/{drift_event_id}/propose', {
          params: { path: { drift_event_id: ticket.drift_event_id } },
          body: { digest: ticket.digest },
        }),
      ),
    onSuccess: () => {
      say(`Asked: ${ticket.object}`, 'Another repair is being proposed.');
    },
    onError: complain,
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['drift'] }),
        client.invalidateQueries({ queryKey: ['repairs'] }),
      ]),
  });
  if (!mayAsk || !ticket.proposable) return null;
  return (
    <Button
      icon={RotateCw}
      busy={ask.isPending}
      onClick={() => {
        ask.mutate();
      }}
    >
      Propose again
    </Button>
  );
};

const consequences: Readonly<Partial<Record<string, string>>> = {
  mass_deletion: 'The records that are missing in the source are deleted with the next read.',
  quarantine_overflow: 'The object is read again, and its bad records are quarantined with their reasons.',
  access_lost: 'It stays unread until the access is given back. Nothing is deleted.',
  object_removed: 'Its mappings are switched off. What was read stays.',
};

const consequenceOf = ({ kind, lost }: Ticket): string =>
  consequences[kind] ??
  (lost.length === 0
    ? 'The source as it is becomes the approved baseline.'
    : `Rules that read ${lost.join(', ')} are dropped by new mapping versions. Values already known stay in the history.`);

/** Takes the source as it is: what reads lost fields is dropped. */
const Accept = ({ ticket }: { readonly ticket: Ticket }) => {
  const client = useQueryClient();
  const { say, complain } = useToast();
  const mayAccept = useMay('operator');
  const [asking, setAsking] = useState(false);
  const accept = useMutation({
    mutationFn: (reason: string) =>
      answerOf(
        api.POST('/api/v1/mesh/drift/{drift_event_id}/accept', {
          params: { path: { drift_event_id: ticket.drift_event_id } },
          body: { digest: ticket.digest, ...(reason === '' ? {} : { reason }) },
        }),
      ),
    onSuccess: () => {
      say(`Accepted: ${ticket.object}`, 'The baseline moves once the mappings are switched.');
    },
    onError: complain,
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['drift'] }),
        client.invalidateQueries({ queryKey: ['repairs'] }),
      ]),
  });
  if (!mayAccept || ticket.state === 'closed' || ticket.state === 'applying') return null;
  return (
    <>
      <Button
        icon={Check}
        busy={accept.isPending}
        onClick={() => {
          setAsking(true);
        }}
      >
        Accept as it is
      </Button>
      {asking && (
        <ReasonDialog
          title={`Accept ${ticket.object} as it is now?`}
          consequence={consequenceOf(ticket)}
          confirm="Accept"
          required={false}
          onClose={() => {
            setAsking(false);
          }}
          onConfirm={(reason) => {
            setAsking(false);
            accept.mutate(reason);
          }}
        />
      )}
    </>
  );
};
