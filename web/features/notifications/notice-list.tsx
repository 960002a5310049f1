import { BellOff, CheckCheck, CircleCheck, Hand, Hourglass, Unplug } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import { AsyncPanel } from '../../ui/async-panel';
import { Button } from '../../ui/button';
import { classNames } from '../../ui/class-names';
import { Empty } from '../../ui/empty';
import { Link } from '../../ui/link';
import { MoreRows } from '../../ui/more-rows';
import { RelativeTime } from '../../ui/relative-time';
import { useMarkRead } from './use-inbox';
import type { Notice, useInbox } from './use-inbox';

const icons: Readonly<Record<Notice['kind'], LucideIcon>> = {
  'repair.waiting': Hourglass,
  'repair.reminder': Hourglass,
  'repair.applied': CircleCheck,
  'drift.manual': Hand,
  'connection.failing': Unplug,
};

interface NoticeListProps {
  readonly inbox: ReturnType<typeof useInbox>;
  /** A page was chosen. */
  readonly onLeave: () => void;
}

/** What people were told, newest first; each leads to its page, and is read from then on. */
export const NoticeList = ({ inbox, onLeave }: NoticeListProps) => {
  const mark = useMarkRead();
  const newest = inbox.data?.[0]?.created_at;
  return (
    <>
      <div className="flex items-center justify-between gap-3 border-b border-line py-2 pr-2 pl-4">
        <h2 className="text-sm font-medium">Notifications</h2>
        <Button
          look="quiet"
          icon={CheckCheck}
          busy={mark.isPending}
          disabled={inbox.unread === 0 || newest === undefined}
          onClick={() => {
            if (newest !== undefined) mark.mutate({ until: newest });
          }}
        >
          Mark all as read
        </Button>
      </div>
      <div className="min-h-0 overflow-y-auto overscroll-contain">
        <AsyncPanel query={inbox} rows={3}>
          {(notices) =>
            notices.length === 0 ? (
              <Empty icon={BellOff} title="Nothing yet">
                Repairs that wait, drift that needs you, and sources that cannot be read are told here.
              </Empty>
            ) : (
              <ul aria-label="Notifications, newest first" className="flex flex-col">
                {notices.map((notice) => (
                  <NoticeRow
                    key={notice.notice_id}
                    notice={notice}
                    onOpen={() => {
                      if (notice.read_at === null) mark.mutate({ notice_ids: [notice.notice_id] });
                      onLeave();
                    }}
                  />
                ))}
              </ul>
            )
          }
        </AsyncPanel>
        <MoreRows pages={inbox} />
      </div>
    </>
  );
};

const NoticeRow = ({ notice, onOpen }: { readonly notice: Notice; readonly onOpen: () => void }) => {
  const Icon = icons[notice.kind];
  const isNew = notice.read_at === null;
  return (
    <li
      className={classNames(
        'flex gap-3 border-b border-line px-4 py-2 last:rounded-b-xl last:border-b-0',
        isNew && 'bg-brand-soft',
      )}
    >
      <Icon
        aria-hidden
        className={classNames('mt-1.5 size-4 shrink-0', isNew ? 'text-brand' : 'text-muted')}
      />
      <div className="min-w-0 flex-1 text-sm">
        <Link
          href={notice.path}
          onClick={onOpen}
          className={classNames(
            'target flex items-center [overflow-wrap:anywhere] underline-offset-4 hover:underline',
            isNew && 'font-medium',
          )}
        >
          <span>
            {isNew && <span className="sr-only">New: </span>}
            {notice.text}
          </span>
        </Link>
        <p className="text-xs text-muted">
          <RelativeTime at={notice.created_at} />
        </p>
      </div>
    </li>
  );
};
