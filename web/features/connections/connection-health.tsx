'use client';

import { useQuery } from '@tanstack/react-query';
import { countWords } from '../../lib/words';
import { AsyncPanel } from '../../ui/async-panel';
import { Link } from '../../ui/link';
import { Panel } from '../../ui/panel';
import { RelativeTime } from '../../ui/relative-time';
import { Tile } from '../../ui/tile';
import { healthQuery } from '../monitor/monitor-queries';

/** The numbers of one connection, as the mesh counts them. */
export const ConnectionHealth = ({ id }: { readonly id: string }) => {
  const health = useQuery(healthQuery(id));
  return (
    <Panel title="Health">
      <AsyncPanel query={health} rows={1}>
        {(own) => {
          if (own === null) return <p className="text-sm text-muted">Nothing is counted yet.</p>;
          const { records, objects, open_tickets: tickets, quarantined, last_sync_at } = own;
          const open = tickets.breaking + tickets.risky + tickets.harmless;
          return (
            <dl className="grid grid-cols-2 gap-4 sm:grid-cols-3 lg:grid-cols-5">
              <Tile name="Records">
                {countWords(records.count)}
                {records.capped ? '+' : ''}
              </Tile>
              <Tile name="Objects mapped">
                {objects.mapped} <span className="text-base text-muted">of {objects.seen}</span>
                {objects.paused > 0 && (
                  <span className="text-base text-muted">, {countWords(objects.paused)} paused</span>
                )}
              </Tile>
              <Tile name="Quarantined">
                {quarantined > 0 ? (
                  <Link
                    href={`/quarantine?connection=${id}`}
                    className="text-warn underline underline-offset-4"
                  >
                    {countWords(quarantined)}
                  </Link>
                ) : (
                  '0'
                )}
              </Tile>
              <Tile name="Open tickets">{countWords(open)}</Tile>
              <Tile name="Last sync">
                <span className="text-base">
                  {last_sync_at === null ? 'Never' : <RelativeTime at={last_sync_at} />}
                </span>
              </Tile>
            </dl>
          );
        }}
      </AsyncPanel>
    </Panel>
  );
};
