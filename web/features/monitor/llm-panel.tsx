'use client';

import { useQuery } from '@tanstack/react-query';
import { countWords } from '../../lib/words';
import { AsyncPanel } from '../../ui/async-panel';
import { Panel } from '../../ui/panel';
import { Tile } from '../../ui/tile';
import { llmUsageQuery } from './monitor-queries';

/** What language models were asked, what it cost and what was saved; or that none is used. */
export const LlmPanel = ({ days }: { readonly days: number }) => {
  const usage = useQuery(llmUsageQuery(days));
  return (
    <Panel title="Language models">
      <AsyncPanel query={usage} rows={1}>
        {({ heuristic_only, totals, tokens_today, tokens_per_day }) => (
          <>
            {heuristic_only && (
              <p className="mb-4 text-sm text-muted">
                None is used: names, types, values and earlier decisions decide alone.
              </p>
            )}
            <dl className="grid grid-cols-2 gap-5 md:grid-cols-3 lg:grid-cols-5">
              <Tile
                name="Calls"
                {...(totals.failed === 0 ? {} : { note: `${countWords(totals.failed)} failed` })}
              >
                {countWords(totals.calls)}
              </Tile>
              <Tile name="Saved by memory">{countWords(totals.saved_by_memory)}</Tile>
              <Tile name="Saved by the cache">{countWords(totals.saved_by_cache)}</Tile>
              <Tile name="Cost" {...(totals.cost_usd === null ? { note: 'No price is configured' } : {})}>
                {totals.cost_usd === null ? '–' : `$${Number(totals.cost_usd).toFixed(2)}`}
              </Tile>
              <Tile name="Tokens today" note={`of ${countWords(tokens_per_day)} a day`}>
                {countWords(tokens_today)}
              </Tile>
            </dl>
          </>
        )}
      </AsyncPanel>
    </Panel>
  );
};
