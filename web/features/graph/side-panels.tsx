'use client';

import { useQuery } from '@tanstack/react-query';
import { ScanSearch } from 'lucide-react';
import { useFallbackInterval } from '../../lib/live/use-fallback-interval';
import { percentWords, plural } from '../../lib/words';
import { AsyncPanel } from '../../ui/async-panel';
import { Empty } from '../../ui/empty';
import { Link } from '../../ui/link';
import { Panel } from '../../ui/panel';
import { waitingQuery } from '../approvals/repair-queries';
import { ConnectPanel } from './connect-panel';
import { Memory } from './memory-panel';
import { Narration } from './narration';

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
