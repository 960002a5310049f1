'use client';

import { Bell as BellIcon } from 'lucide-react';
import { late } from '../../lib/late';
import { countWords } from '../../lib/words';
import { PopoverButton } from '../../ui/popover';
import { useInbox } from './use-inbox';

const NoticeList = late(() => import('./notice-list').then((module) => module.NoticeList));

/** Above this the number would hide the bell. */
const mostShown = 99;

/** How much is unread, in the top bar; opened, what it is. */
export const Bell = () => {
  const inbox = useInbox();
  const { unread } = inbox;
  return (
    <PopoverButton
      label="Notifications"
      name={unread === 0 ? 'Notifications' : `Notifications, ${countWords(unread)} unread`}
      room="list"
      className="relative aspect-square text-muted hover:text-ink pointer-coarse:min-w-11"
      face={
        <>
          <BellIcon aria-hidden className="size-5 shrink-0" />
          {unread > 0 && (
            <span
              aria-hidden
              className="absolute top-0.5 right-0 min-w-4 rounded-full bg-brand px-1 text-center text-[0.6875rem] leading-4 font-medium text-on-brand"
            >
              {unread > mostShown ? `${String(mostShown)}+` : unread}
            </span>
          )}
        </>
      }
    >
      {(close) => <NoticeList inbox={inbox} onLeave={close} />}
    </PopoverButton>
  );
};
