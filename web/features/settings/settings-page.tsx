'use client';

import { useMay } from '../../lib/session/session-provider';
import { useUrlState } from '../../lib/use-url-state';
import { latePanel } from '../../ui/late-panel';
import { PageHeader } from '../../ui/page-header';
import { Tabs } from '../../ui/tabs';
import { YouTab } from './you-tab';

const AutomationTab = latePanel(() => import('./automation-tab').then((module) => module.AutomationTab));
const LimitsTab = latePanel(() => import('./limits-tab').then((module) => module.LimitsTab));
const ModelsTab = latePanel(() => import('./models-tab').then((module) => module.ModelsTab));
const NotificationsTab = latePanel(() =>
  import('./notifications-tab').then((module) => module.NotificationsTab),
);
const UsersPanel = latePanel(() => import('./users-panel').then((module) => module.UsersPanel));

/** What can be set: of this person and browser, and of the whole tenant. */
export const SettingsPage = () => {
  const [params, change] = useUrlState();
  const isAdmin = useMay('admin');
  const tabs = [
    { id: 'you', label: 'You', content: <YouTab /> },
    ...(isAdmin ? [{ id: 'people', label: 'People', content: <UsersPanel /> }] : []),
    { id: 'automation', label: 'Automation', content: <AutomationTab /> },
    { id: 'models', label: 'Language models', content: <ModelsTab /> },
    { id: 'notifications', label: 'Notifications', content: <NotificationsTab /> },
    { id: 'limits', label: 'Limits', content: <LimitsTab /> },
  ];
  const chosen = tabs.find(({ id }) => id === params.get('tab')) ?? tabs[0];
  return (
    <>
      <PageHeader title="Settings" note="Yours, and those of your organisation." />
      <Tabs
        label="Settings"
        value={chosen?.id ?? 'you'}
        onValueChange={(tab) => {
          change({ tab: tab === 'you' ? '' : tab });
        }}
        tabs={tabs.map((tab) => ({ ...tab, content: tab.id === chosen?.id ? tab.content : null }))}
      />
    </>
  );
};
