'use client';

import { useUrlState } from '../../lib/use-url-state';
import { latePanel } from '../../ui/late-panel';
import { PageHeader } from '../../ui/page-header';
import { Tabs } from '../../ui/tabs';
import { Looks } from './looks';

const Controls = latePanel(() => import('./controls').then((module) => module.Controls));
const Figures = latePanel(() => import('./figures').then((module) => module.Figures));
const Lists = latePanel(() => import('./lists').then((module) => module.Lists));
const States = latePanel(() => import('./states').then((module) => module.States));

const parts = [
  { id: 'looks', label: 'Looks', content: <Looks /> },
  { id: 'controls', label: 'Controls', content: <Controls /> },
  { id: 'figures', label: 'Figures', content: <Figures /> },
  { id: 'states', label: 'States', content: <States /> },
  { id: 'lists', label: 'Lists', content: <Lists /> },
] as const;

/** Every part that pages are made of, in all its states. Its names and numbers are made up. */
export const KitPage = () => {
  const [params, change] = useUrlState();
  const chosen = parts.find(({ id }) => id === params.get('tab')) ?? parts[0];
  return (
    <>
      <PageHeader
        title="Kit"
        note="What the pages of this console are made of, in every state. Names and numbers here are made up."
      />
      <Tabs
        label="Parts of the kit"
        value={chosen.id}
        onValueChange={(tab) => {
          change({ tab: tab === 'looks' ? '' : tab });
        }}
        tabs={parts.map((part) => ({ ...part, content: part === chosen ? part.content : null }))}
      />
    </>
  );
};
