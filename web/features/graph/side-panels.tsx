'use client';

import { useQuery } from '@tanstack/react-query';
import { ScanSearch } from 'lucide-react';
import Link from 'next/link';
import { useFallbackInterval } from '../../lib/live/use-fallback-interval';
import { countWords, percentWords, plural } from '../../lib/words';
import { AsyncPanel } from '../../ui/async-panel';
import { Empty } from '../../ui/empty';
import { Panel } from '../../ui/panel';
import { Tile } from '../../ui/tile';
import { waitingQuery } from '../approvals/repair-queries';
import { figuresQuery, llmUsageQuery } from '../monitor/monitor-queries';
import { ConnectPanel } from './connect-panel';
import { Narration } from './narration';

const days = 30;
const told = 6;
const more = 'target inline-flex items-center text-sm text-brand underline underline-offset-4';

/** Beside the picture: the build, what has happened, what is remembered, what needs a look. */
export const SidePanels = () => (
  <aside aria-label="About the graph" className="grid content-start gap-5 md:grid-cols-2 xl:grid-cols-1">
    <ConnectPanel />
    <Review />
    <Narration />
    <Memory />
  </aside>
);

/** What earlier decisions were good for: the learning part. */
const Memory = () => {
  const usage = useQuery(llmUsageQuery(days));
  const figures = useQuery(figuresQuery(days));
  return (
    <Panel
      title="RAG learning engine"
      note={`Earlier decisions, recalled by likeness; ${String(days)} days.`}
    >
      <AsyncPanel query={usage} rows={1}>
        {({ totals }) => (
          <AsyncPanel query={figures} rows={1}>
            {({ repairs }) => (
              <dl className="grid grid-cols-2 gap-4">
                <Tile name="Taught by people" note="repairs decided">
                  {countWords(repairs.applied_by_people + repairs.rejected)}
                </Tile>
                <Tile name="Applied by itself" note="repairs that were sure">
                  {countWords(repairs.applied_by_itself)}
                </Tile>
                <Tile name="Model calls saved" note="memory knew the answer">
                  {countWords(totals.saved_by_memory)}
                </Tile>
                <Tile name="Model calls made" {...(totals.calls === 0 ? { note: 'none was needed' } : {})}>
                  {countWords(totals.calls)}
                </Tile>
              </dl>
            )}
          </AsyncPanel>
        )}
      </AsyncPanel>
    </Panel>
  );
};

/** The proposals that are least sure, for a person to look at. */
const Review = () => {
  const refetchInterval = useFallbackInterval();
  const waiting = useQuery({ ...waitingQuery(), refetchInterval });
  return (
    <Panel
      title="Intelligence review"
      actions={
        <Link href="/approvals" className={more}>
          Approvals
        </Link>
      }
      flush
    >
      <AsyncPanel query={waiting} rows={2}>
        {(repairs) =>
          repairs.length === 0 ? (
            <Empty icon={ScanSearch} title="Nothing needs a look">
              Mappings that are not sure enough to be applied wait here.
            </Empty>
          ) : (
            <ul aria-label="Least sure" className="text-sm">
              {[...repairs]
                .sort((a, b) => a.confidence - b.confidence)
                .slice(0, told)
                .map(({ repair_id, object, confidence, changes }) => (
                  <li key={repair_id} className="border-b border-line last:border-0">
                    <Link
                      href={`/approvals/${repair_id}`}
                      className="target flex items-center justify-between gap-3 px-4 py-2 -outline-offset-2 hover:bg-raised"
                    >
                      <span className="min-w-0">
                        <span className="block font-medium [overflow-wrap:anywhere]">{object}</span>
                        <span className="block text-xs text-muted">{plural(changes.offered, 'change')}</span>
                      </span>
                      <span className="numeric shrink-0 text-muted">{percentWords(confidence)} sure</span>
                    </Link>
                  </li>
                ))}
            </ul>
          )
        }
      </AsyncPanel>
    </Panel>
  );
};
