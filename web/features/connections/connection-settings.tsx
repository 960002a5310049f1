'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link2, Trash2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { answerOf, api } from '../../lib/api-client';
import type { Schemas } from '../../lib/api-client';
import { AsyncPanel } from '../../ui/async-panel';
import { Button } from '../../ui/button';
import { ConfirmButton } from '../../ui/confirm-button';
import { ErrorPanel } from '../../ui/error-panel';
import { Panel } from '../../ui/panel';
import { useToast } from '../../ui/toast';
import { catalogueQuery } from './connection-queries';
import { SettingsForm } from './form/settings-form';
import type { Settings } from './form/settings-form';
import { ScheduleForm } from './schedule-form';
import { startConsent } from './start-consent';

/** Schedule, configuration, credentials and removal. */
export const ConnectionSettings = ({ connection }: { readonly connection: Schemas['ConnectionDetail'] }) => {
  const { connection_id: id, system, version } = connection;
  const client = useQueryClient();
  const { say } = useToast();
  const catalogue = useQuery(catalogueQuery());
  const save = useMutation({
    mutationFn: async ({ name, config, credentials, consent }: Settings) => {
      await answerOf(
        api.PATCH('/api/v1/connections/{connection_id}', {
          params: { path: { connection_id: id } },
          body: { version, name, config, ...(credentials === undefined ? {} : { credentials }) },
        }),
      );
      if (consent !== undefined) await startConsent(system, id, consent);
    },
    onSuccess: () => {
      say('Saved', 'Test the connection to see whether it works so.');
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['connection', id] }),
  });
  return (
    <>
      <Panel title="Schedule">
        <ScheduleForm connection={connection} />
      </Panel>
      <Panel title="Settings and credentials" note="Secrets are stored encrypted and are never shown again.">
        <AsyncPanel query={catalogue}>
          {(entries) => {
            const entry = entries.find((one) => one.system === system);
            return (
              entry !== undefined && (
                <SettingsForm
                  entry={entry}
                  existing={connection}
                  error={save.error}
                  busy={save.isPending}
                  submit="Save"
                  onSubmit={save.mutate}
                />
              )
            );
          }}
        </AsyncPanel>
      </Panel>
      {catalogue.data?.some((entry) => entry.system === system && entry.oauth !== null) === true && (
        <Reconnect connection={connection} />
      )}
      <Removal connection={connection} />
    </>
  );
};

/** Consent was withdrawn or has run out: the same connection gets new tokens, nothing else changes. */
const Reconnect = ({
  connection: { connection_id: id, system },
}: {
  readonly connection: Schemas['ConnectionDetail'];
}) => {
  const reconnect = useMutation({
    mutationFn: () => startConsent(system, id, { clientId: '', clientSecret: '' }),
  });
  return (
    <Panel title="Reconnect" note="Sign in at the source again with the connected app that is stored.">
      {reconnect.error !== null && <ErrorPanel error={reconnect.error} compact />}
      <Button
        icon={Link2}
        busy={reconnect.isPending}
        onClick={() => {
          reconnect.mutate();
        }}
      >
        Reconnect
      </Button>
    </Panel>
  );
};

const Removal = ({
  connection: { connection_id: id, name },
}: {
  readonly connection: Schemas['ConnectionDetail'];
}) => {
  const router = useRouter();
  const client = useQueryClient();
  const { say } = useToast();
  const remove = useMutation({
    mutationFn: async () => {
      await answerOf(
        api.DELETE('/api/v1/connections/{connection_id}', {
          params: { path: { connection_id: id }, query: { cancel_tasks: 'true' } },
        }),
      );
    },
    onSuccess: () => {
      say(`${name} is removed`);
      router.push('/connections');
      void client.invalidateQueries({ queryKey: ['connections'] });
    },
  });
  return (
    <Panel title="Remove">
      {remove.error !== null && <ErrorPanel error={remove.error} compact />}
      <p className="mb-3 text-sm text-muted">
        Its credentials are erased and it is never read again. The events that it has brought stay.
      </p>
      <ConfirmButton
        look="danger"
        icon={Trash2}
        busy={remove.isPending}
        question={`Remove ${name}?`}
        consequence="Queued tasks of this connection are cancelled. Its credentials are erased; its events stay."
        confirm="Remove the connection"
        onConfirm={() => {
          remove.mutate();
        }}
      >
        Remove the connection
      </ConfirmButton>
    </Panel>
  );
};
