'use client';

import { useQuery } from '@tanstack/react-query';
import { answerOf, api } from '../../lib/api-client';
import { countWords, plural } from '../../lib/words';
import { AsyncPanel } from '../../ui/async-panel';
import { Facts } from '../../ui/facts';
import { Link } from '../../ui/link';
import { Meter } from '../../ui/meter';
import { Panel } from '../../ui/panel';

const everyMs = 5_000;
const megabyte = 1024 * 1024;

const policies: Readonly<Record<string, string>> = {
  writes: 'Changes, of everybody together',
  reads: 'Reads by programs',
  'console-reads': 'Your reads in this console',
};

/** What may be used, and how much of it is left at this moment. */
export const LimitsTab = () => {
  const limits = useQuery({
    queryKey: ['limits'],
    queryFn: () => answerOf(api.GET('/api/v1/limits')),
    refetchInterval: everyMs,
  });
  return (
    <AsyncPanel query={limits} rows={6}>
      {({ requests, jobs, tokens, upload_bytes, event_days }) => (
        <>
          <Panel
            title="Requests"
            note={`Of the running minute; asked every ${String(everyMs / 1_000)} seconds.`}
          >
            <div className="grid gap-6 md:grid-cols-3">
              {requests.map(({ policy, limit, remaining, resets_in_seconds }) => (
                <Meter
                  key={policy}
                  label={policies[policy] ?? policy}
                  used={limit - remaining}
                  of={limit}
                  note={`Full again in ${plural(resets_in_seconds, 'second')}`}
                />
              ))}
            </div>
          </Panel>
          <Panel title="Jobs and models">
            <div className="grid gap-6 md:grid-cols-2">
              <Meter
                label="Jobs at once"
                used={jobs.taken}
                of={jobs.slots}
                note={jobs.queued === 0 ? 'Nothing waits' : `${plural(jobs.queued, 'job')} waiting`}
              />
              <Meter label="Tokens of language models today" used={tokens.today} of={tokens.per_day} />
            </div>
            <p className="mt-4 text-sm">
              <Link href="/tasks" className="text-brand underline underline-offset-4">
                See the jobs
              </Link>
            </p>
          </Panel>
          <Panel title="Sizes">
            <Facts
              facts={[
                { name: 'Largest upload', value: `${countWords(Math.floor(upload_bytes / megabyte))} MB` },
                { name: 'Events can be resumed', value: `for ${plural(event_days, 'day')}` },
              ]}
            />
          </Panel>
        </>
      )}
    </AsyncPanel>
  );
};
