'use client';

import { personas, usePersona } from '../../lib/persona';
import { useUrlState } from '../../lib/use-url-state';
import { latePanel } from '../../ui/late-panel';
import { PageHeader } from '../../ui/page-header';
import { Tabs } from '../../ui/tabs';
import { OperationsTab } from './operations-tab';

const PersonaTiles = latePanel(() => import('./persona-tiles').then((module) => module.PersonaTiles));

/** How the data is doing, and what each persona looks at first. */
export const DashboardPage = () => {
  const [params, change] = useUrlState();
  const persona = personas.find((each) => each === params.get('persona'));
  const own = usePersona();
  const ordered = own === undefined ? personas : [own, ...personas.filter((each) => each !== own)];
  return (
    <>
      <PageHeader
        title="Dashboard"
        note={
          persona === undefined
            ? 'Is my data right, fresh and flowing?'
            : 'Figures of the unified data. Each is the answer to a question that you can ask otherwise.'
        }
      />
      <Tabs
        label="View"
        value={persona ?? 'operations'}
        onValueChange={(value) => {
          change({ persona: value === 'operations' ? '' : value });
        }}
        tabs={[
          {
            id: 'operations',
            label: 'Operations',
            content: persona === undefined ? <OperationsTab /> : null,
          },
          ...ordered.map((each) => ({
            id: each,
            label: each,
            content: each === persona ? <PersonaTiles persona={each} /> : null,
          })),
        ]}
      />
    </>
  );
};
