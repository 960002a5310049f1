import type { LiveEvent } from '../../lib/live/live-stream';
import { JsonBlock } from '../../ui/code-block';
import { Facts } from '../../ui/facts';
import { Link } from '../../ui/link';
import { RelativeTime } from '../../ui/relative-time';

/** Everything an event says, and where it leads. */
export const EventDetails = ({ event }: { readonly event: LiveEvent }) => (
  <div className="flex flex-col gap-5">
    <Facts
      facts={[
        { name: 'Number', value: event.id },
        { name: 'When', value: <RelativeTime at={event.at} /> },
        { name: 'Subject', value: <Subject event={event} /> },
        {
          name: 'Task',
          value:
            event.task_id === undefined ? (
              'None'
            ) : (
              <Link href={`/tasks/${event.task_id}`} className="text-brand underline underline-offset-4">
                {event.task_id.slice(0, 8)}
              </Link>
            ),
        },
        { name: 'Trace', value: <code className="text-xs select-all">{event.trace_id}</code> },
      ]}
    />
    <JsonBlock label="Event" value={event} />
  </div>
);

const Subject = ({ event: { subject } }: { readonly event: LiveEvent }) => {
  const page = subject.kind === 'connection' ? 'connections' : subject.kind === 'task' ? 'tasks' : undefined;
  if (page === undefined) return <span>{`${subject.kind} ${subject.id}`}</span>;
  return (
    <Link href={`/${page}/${subject.id}`} className="text-brand underline underline-offset-4">
      {subject.kind} {subject.id.slice(0, 8)}
    </Link>
  );
};
