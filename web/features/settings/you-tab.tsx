'use client';

import { useSession } from '../../lib/session/session-provider';
import { switchShortcuts, useShortcutsOn } from '../../lib/use-shortcuts';
import { chooseZone, useZone } from '../../lib/zone';
import { Facts } from '../../ui/facts';
import { Panel } from '../../ui/panel';
import { ChoiceCards } from './choice-cards';
import { ThemeChooser } from './theme-chooser';

/** Who is signed in, and how this browser shows things. */
export const YouTab = () => {
  const { me } = useSession();
  return (
    <>
      {me !== undefined && (
        <Panel title="You">
          <Facts
            facts={[
              { name: 'Name', value: me.name },
              { name: 'E-mail', value: me.email },
              { name: 'Role', value: me.role },
              { name: 'Organisation', value: me.tenant.name },
            ]}
          />
        </Panel>
      )}
      <Panel title="Display" note="Kept in this browser.">
        <div className="flex flex-col gap-6">
          <ThemeChooser />
          <ZoneChooser />
          <KeysChooser />
        </div>
      </Panel>
    </>
  );
};

const ZoneChooser = () => {
  const zone = useZone();
  return (
    <ChoiceCards
      legend="Exact times"
      name="zone"
      value={zone}
      onChoose={chooseZone}
      choices={[
        { value: 'local', label: 'Local time' },
        { value: 'utc', label: 'UTC' },
      ]}
    />
  );
};

const KeysChooser = () => {
  const on = useShortcutsOn();
  return (
    <ChoiceCards
      legend="Single keys, such as ? and g d"
      name="keys"
      value={on ? 'on' : 'off'}
      onChoose={(choice) => {
        switchShortcuts(choice === 'on');
      }}
      choices={[
        { value: 'on', label: 'On' },
        { value: 'off', label: 'Off' },
      ]}
    />
  );
};
