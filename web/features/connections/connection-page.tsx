'use client';

import { useQuery } from '@tanstack/react-query';
import { useParams } from 'next/navigation';
import type { Schemas } from '../../lib/api-client';
import { useMay } from '../../lib/session/session-provider';
import { useUrlState } from '../../lib/use-url-state';
import { reasonWords, scheduleWords } from '../../lib/words';
import { AsyncPanel } from '../../ui/async-panel';
import { Facts } from '../../ui/facts';
import { latePanel } from '../../ui/late-panel';
import { PageHeader } from '../../ui/page-header';
import { Panel } from '../../ui/panel';
import { RelativeTime } from '../../ui/relative-time';
import { Tabs } from '../../ui/tabs';
import { UserName } from '../settings/user-name';
import { ConnectionActions } from './connection-actions';
import { connectionQuery } from './connection-queries';
import { DemoBadge, isDemo } from './demo-badge';
import { StaleBadge, StatusBadge, statusMeaning } from './connection-status';
import { ConsentOutcome } from './consent-outcome';
import { systemTitle } from './system-words';

const ConnectionHealth = latePanel(() =>
  import('./connection-health').then((module) => module.ConnectionHealth),
);
const CheckPanel = latePanel(() => import('./check-panel').then((module) => module.CheckPanel));
const RunsPanel = latePanel(() => import('./runs-panel').then((module) => module.RunsPanel));
const ConnectionSettings = latePanel(() =>
  import('./connection-settings').then((module) => module.ConnectionSettings),
);
const MappingsPanel = latePanel(() => import('./mappings-panel').then((module) => module.MappingsPanel));
const SchemasPanel = latePanel(() => import('./schemas-panel').then((module) => module.SchemasPanel));
const ObjectsPanel = latePanel(() => import('./objects-panel').then((module) => module.ObjectsPanel));
const SuggestPanel = latePanel(() => import('./suggest-panel').then((module) => module.SuggestPanel));
const TimelinePanel = latePanel(() =>
  import('../events/timeline-panel').then((module) => module.TimelinePanel),
);

type Connection = Schemas['ConnectionDetail'];

export const ConnectionPage = () => {
  const { id } = useParams<{ id: string }>();
  const [params, change] = useUrlState();
  const isAdmin = useMay('admin');
  const connection = useQuery(connectionQuery(id));
  const tab = params.get('tab') ?? 'overview';
  return (
    <AsyncPanel query={connection} rows={8}>
      {(data) => (
        <>
          <PageHeader
            title={data.name}
            back={{ href: '/connections', label: 'Connections' }}
            badge={
              <>
                <StatusBadge status={data.status} />
                <StaleBadge readAt={data.read_at} staleAt={data.stale_at} />
                {isDemo(data) && <DemoBadge />}
              </>
            }
            note={
              <>
                {systemTitle(data.system)} · {data.slug}
                <span className="block">
                  {data.status_reason === null ? statusMeaning(data.status) : reasonWords(data.status_reason)}
                </span>
              </>
            }
            actions={<ConnectionActions connection={data} />}
          />
          <ConsentOutcome outcome={params.get('oauth')} />
          <Tabs
            label="Parts of the connection"
            value={tab}
            onValueChange={(value) => {
              change({ tab: value === 'overview' ? '' : value, mapping: '', type: '', q: '', event: '' });
            }}
            tabs={[
              { id: 'overview', label: 'Overview', content: <Overview connection={data} /> },
              { id: 'objects', label: 'Objects', content: <ObjectsPanel id={id} /> },
              { id: 'runs', label: 'Runs', content: <RunsPanel id={id} /> },
              { id: 'timeline', label: 'Timeline', content: <TimelinePanel connection={id} /> },
              { id: 'schemas', label: 'Schemas', content: <SchemasPanel id={id} /> },
              {
                id: 'mappings',
                label: 'Mappings',
                content: (
                  <>
                    <SuggestPanel id={id} />
                    <MappingsPanel id={id} />
                  </>
                ),
              },
              ...(isAdmin
                ? [
                    {
                      id: 'settings',
                      label: 'Settings',
                      content: <ConnectionSettings key={data.version} connection={data} />,
                    },
                  ]
                : []),
            ]}
          />
        </>
      )}
    </AsyncPanel>
  );
};

const Overview = ({ connection }: { readonly connection: Connection }) => (
  <>
    <ConnectionHealth id={connection.connection_id} />
    <CheckPanel id={connection.connection_id} />
    <RunsPanel id={connection.connection_id} newest />
    <Panel title="About this connection">
      <Facts
        facts={[
          { name: 'Schedule', value: scheduleWords(connection.schedule_seconds) },
          {
            name: 'Next run',
            value:
              connection.next_run_at === null ? 'None planned' : <RelativeTime at={connection.next_run_at} />,
          },
          { name: 'Connected by', value: <UserName id={connection.created_by} /> },
          { name: 'Connected', value: <RelativeTime at={connection.created_at} /> },
          { name: 'Changed', value: <RelativeTime at={connection.updated_at} /> },
          { name: 'Version', value: connection.version },
        ]}
      />
    </Panel>
  </>
);
