'use client';

import { useQuery } from '@tanstack/react-query';
import { AsyncPanel } from '../../ui/async-panel';
import { ChannelPanel } from './channel-panel';
import { DeliveriesPanel } from './deliveries-panel';
import { channelNames, notificationsQuery } from './notification-queries';

/** Where people are told outside the console, of what, and what became of each message. */
export const NotificationsTab = () => {
  const notifications = useQuery(notificationsQuery());
  return (
    <>
      <AsyncPanel query={notifications}>
        {({ kinds, channels, mail }) => (
          <div className="grid items-start gap-5 lg:grid-cols-2">
            {channelNames.map((name) => (
              <ChannelPanel
                key={name}
                name={name}
                kinds={kinds}
                channel={channels.find(({ channel }) => channel === name)}
                {...(name === 'email' && !mail
                  ? { missing: 'This installation has no mail server: whoever runs it sets SMTP_URL.' }
                  : {})}
              />
            ))}
          </div>
        )}
      </AsyncPanel>
      <DeliveriesPanel />
    </>
  );
};
