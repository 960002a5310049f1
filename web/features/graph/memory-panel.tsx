'use client';

import { useQuery } from '@tanstack/react-query';
import type { Schemas } from '../../lib/api-client';
import { capital, countWords } from '../../lib/words';
import { AsyncPanel } from '../../ui/async-panel';
import { Link } from '../../ui/link';
import { Panel } from '../../ui/panel';
import { RelativeTime } from '../../ui/relative-time';
import { Tile } from '../../ui/tile';
import { figuresQuery, llmUsageQuery } from '../monitor/monitor-queries';

type Figures = Schemas['RepairFigures'];

const days = 30;

/** What earlier decisions were good for: the learning part. */
export const Memory = () => {
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
            {({ repairs, recalls }) => (
              <>
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
                <Recalls recalls={recalls} />
              </>
            )}
          </AsyncPanel>
        )}
      </AsyncPanel>
    </Panel>
  );
};

const points = (weight: number): string => `${weight < 0 ? '−' : '+'}${Math.abs(weight).toFixed(1)}`;

/** For which pairs something was recalled, how much it weighed, and whether the pair was proposed. */
const Recalls = ({ recalls }: Pick<Figures, 'recalls'>) => (
  <div className="mt-4 border-t border-line pt-3 text-sm">
    <h3 className="mb-1 text-sm">Newest recalls</h3>
    {recalls.length === 0 ? (
      <p className="text-muted">No proposal has met an earlier decision yet.</p>
    ) : (
      <ul aria-label="Newest recalls">
        {recalls.map(({ repair_id, object, field, lost, found, weight, text, selected, at }) => (
          <li key={`${repair_id} ${field}`} className="border-b border-line py-2 last:border-0">
            <p className="flex items-start justify-between gap-3">
              <Link
                href={`/approvals/${repair_id}`}
                className="min-w-0 [overflow-wrap:anywhere] text-brand underline underline-offset-4"
              >
                {lost.join(' + ') || field} → {found.join(' + ') || 'nothing'}
              </Link>
              <span className={`numeric shrink-0 ${weight < 0 ? 'text-danger' : 'text-source-ink'}`}>
                {points(weight)}
              </span>
            </p>
            <p className="text-xs [overflow-wrap:anywhere] text-muted">
              {capital(text)}; {selected ? 'proposed' : 'not proposed'} · {object} · <RelativeTime at={at} />
            </p>
          </li>
        ))}
      </ul>
    )}
  </div>
);
