'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answerOf, api } from '../../lib/api-client';
import type { Schemas } from '../../lib/api-client';
import { useUrlState } from '../../lib/use-url-state';
import { AsyncPanel } from '../../ui/async-panel';
import { latePanel } from '../../ui/late-panel';
import { Link } from '../../ui/link';
import { PageHeader } from '../../ui/page-header';
import { Panel } from '../../ui/panel';
import { catalogueQuery, checkQuery } from './connection-queries';
import type { Settings } from './form/settings-form';
import { startConsent } from './start-consent';
import { systemIcon } from './system-words';

const SettingsForm = latePanel(() => import('./form/settings-form').then((module) => module.SettingsForm));
const CheckPanel = latePanel(() => import('./check-panel').then((module) => module.CheckPanel));
const FirstIngest = latePanel(() => import('./first-ingest').then((module) => module.FirstIngest));
const SuggestPanel = latePanel(() => import('./suggest-panel').then((module) => module.SuggestPanel));

type Entry = Schemas['CatalogueEntry'];

/** Choose a system, fill in its form, test, ingest for the first time. The step is in the address. */
export const NewConnectionPage = () => {
  const [params, change] = useUrlState();
  const catalogue = useQuery(catalogueQuery());
  const created = params.get('connection');
  const system = params.get('system');
  const step = created !== null ? 3 : system !== null ? 2 : 1;
  return (
    <>
      <PageHeader title="Connect a source" back={{ href: '/connections', label: 'Connections' }} />
      <Steps current={step} />
      {created === null ? (
        <AsyncPanel query={catalogue}>
          {(entries) => {
            const entry = entries.find((one) => one.system === system);
            return entry === undefined ? (
              <Catalogue entries={entries} />
            ) : (
              <Panel title={entry.title} note={entry.description}>
                <CreateForm
                  entry={entry}
                  onCreated={(id) => {
                    change({ connection: id, system: '' });
                  }}
                />
              </Panel>
            );
          }}
        </AsyncPanel>
      ) : (
        <div className="flex flex-col gap-5">
          <CheckPanel id={created} startAtOnce />
          <SuggestStep id={created} />
          <FirstIngest id={created} />
          <p className="text-sm">
            <Link href={`/connections/${created}`} className="text-brand underline underline-offset-4">
              Go to the connection
            </Link>
          </p>
        </div>
      )}
    </>
  );
};

const SuggestStep = ({ id }: { readonly id: string }) => {
  const check = useQuery(checkQuery(id));
  return <SuggestPanel id={id} ready={check.data?.report?.ok === true} />;
};

const stepNames = ['Choose a system', 'Settings', 'Test, mappings and first ingest'];

const Steps = ({ current }: { readonly current: number }) => (
  <ol className="mb-5 flex flex-wrap gap-x-6 gap-y-2 text-sm">
    {stepNames.map((name, index) => (
      <li
        key={name}
        aria-current={index + 1 === current ? 'step' : undefined}
        className="flex items-center gap-2 text-muted aria-[current=step]:font-medium aria-[current=step]:text-ink"
      >
        <span
          aria-hidden
          className={`numeric flex size-6 items-center justify-center rounded-full border text-xs ${
            index + 1 <= current ? 'border-brand bg-brand text-on-brand' : 'border-control'
          }`}
        >
          {index + 1}
        </span>
        {name}
      </li>
    ))}
  </ol>
);

const Catalogue = ({ entries }: { readonly entries: readonly Entry[] }) => (
  <ul className="grid gap-4 sm:grid-cols-2">
    {entries.map(({ system, title, description }) => {
      const Icon = systemIcon(system);
      return (
        <li key={system} className="min-w-0">
          <Link
            href={`/connections/new?system=${system}`}
            className="flex h-full items-start gap-4 rounded-2xl border border-line bg-panel p-5 shadow-card transition-colors hover:border-source"
          >
            <span className="rounded-xl bg-source-soft p-3 text-source">
              <Icon aria-hidden className="size-6" />
            </span>
            <span className="min-w-0">
              <span className="block font-medium [overflow-wrap:anywhere]">{title}</span>
              <span className="mt-1 block text-sm text-muted">{description}</span>
            </span>
          </Link>
        </li>
      );
    })}
  </ul>
);

const CreateForm = ({
  entry,
  onCreated,
}: {
  readonly entry: Entry;
  readonly onCreated: (id: string) => void;
}) => {
  const client = useQueryClient();
  const create = useMutation({
    mutationFn: async ({ name, config, credentials, consent }: Settings) => {
      const { connection_id: id } = await answerOf(
        api.POST('/api/v1/connections', {
          body: {
            system: entry.system,
            name,
            config,
            ...(credentials === undefined ? {} : { credentials }),
          },
        }),
      );
      if (consent !== undefined) await startConsent(entry.system, id, consent);
      else onCreated(id);
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['connections'] }),
  });
  return (
    <SettingsForm
      entry={entry}
      error={create.error}
      busy={create.isPending}
      submit={entry.oauth === null ? 'Save and test' : 'Save and continue'}
      onSubmit={create.mutate}
    />
  );
};
