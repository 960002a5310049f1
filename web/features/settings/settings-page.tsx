'use client';

import { useMay, useSession } from '../../lib/session/session-provider';
import { Facts } from '../../ui/facts';
import { PageHeader } from '../../ui/page-header';
import { Panel } from '../../ui/panel';
import { ThemeChooser } from './theme-chooser';
import { UsersPanel } from './users-panel';

export const SettingsPage = () => {
  const { me } = useSession();
  const isAdmin = useMay('admin');
  return (
    <>
      <PageHeader title="Settings" />
      <div className="flex flex-col gap-5">
        {me !== undefined && (
          <Panel title="You">
            <Facts
              facts={[
                { name: 'Name', value: me.name },
                { name: 'E-mail', value: me.email },
                { name: 'Role', value: me.role },
                { name: 'Tenant', value: me.tenant.name },
              ]}
            />
          </Panel>
        )}
        <Panel title="Appearance">
          <ThemeChooser />
        </Panel>
        {isAdmin && <UsersPanel />}
      </div>
    </>
  );
};
