'use client';

import { useQueries } from '@tanstack/react-query';
import { SearchX } from 'lucide-react';
import { useUrlState } from '../../lib/use-url-state';
import { countWords } from '../../lib/words';
import { AsyncPanel } from '../../ui/async-panel';
import { Badge } from '../../ui/badge';
import { Button } from '../../ui/button';
import { Empty } from '../../ui/empty';
import { Link } from '../../ui/link';
import { Panel } from '../../ui/panel';
import { searchQuery } from '../lineage/lineage-queries';
import type { Node, NodeKind } from '../lineage/lineage-queries';
import { KindIcon, kindWord } from '../lineage/node-words';

const kinds = ['entity', 'field', 'table', 'column'] as const satisfies readonly NodeKind[];
type Kind = (typeof kinds)[number];

const isEntities = (kind: Kind): boolean => kind === 'entity' || kind === 'field';
const tabWord = (kind: Kind): string => (isEntities(kind) ? 'Unified Entities' : 'Data Source Universe');

/** Shown of each kind; the tab itself has the others. */
const shownOfKind = 8;

const partsOf = (id: string): string => id.slice(id.indexOf(':') + 1);

/** Where a hit is to be seen in its tab. */
const hrefOf = (kind: Kind, { id, label, connection_id }: Node): string => {
  const params = isEntities(kind)
    ? { entity: partsOf(id).split('.')[0] ?? '' }
    : { tab: 'universe', q: label, ...(connection_id === null ? {} : { connection: connection_id }) };
  return `/ontology?${new URLSearchParams(params).toString()}`;
};

/** Entities, fields, tables and columns whose name has every word, each with the tab that it stands in. */
export const OntologySearch = ({ find }: { readonly find: string }) => {
  const [, change] = useUrlState();
  const query = useQueries({
    queries: kinds.map((kind) => searchQuery(find, kind)),
    combine: (answers) => ({
      data: answers.every(({ data }) => data !== undefined)
        ? answers.map(({ data }, at) => ({ kind: kinds[at] ?? 'entity', ...data }))
        : undefined,
      error: answers.find(({ error }) => error !== null)?.error ?? null,
      isPending: answers.some(({ isPending }) => isPending),
      refetch: () => Promise.all(answers.map(({ refetch }) => refetch())),
    }),
  });
  return (
    <Panel
      title={`Found for “${find}”`}
      note="In both tabs; a hit leads to where it stands."
      actions={
        <Button
          onClick={() => {
            change({ find: '' });
          }}
        >
          Close
        </Button>
      }
      flush
    >
      <AsyncPanel query={query}>
        {(groups) => {
          const found = groups.filter(({ data = [] }) => data.length > 0);
          return found.length === 0 ? (
            <Empty icon={SearchX} title="Nothing has that name">
              Every word must stand in the name of an entity, field, table or column, or of what holds it.
            </Empty>
          ) : (
            found.map(({ kind, data = [], total = 0 }) => (
              <section key={kind} aria-label={kindWord(kind)} className="border-b border-line last:border-0">
                <h3 className="flex flex-wrap items-center gap-2 px-4 pt-3 text-sm sm:px-5">
                  <KindIcon kind={kind} /> {kindWord(kind)}
                  <Badge tone={isEntities(kind) ? 'info' : 'good'}>{tabWord(kind)}</Badge>
                  {total > shownOfKind && (
                    <span className="numeric text-muted">
                      {countWords(shownOfKind)} of {countWords(total)}
                    </span>
                  )}
                </h3>
                <ul className="px-4 pb-2 text-sm sm:px-5">
                  {data.slice(0, shownOfKind).map((node) => (
                    <li key={node.id}>
                      <Link
                        href={hrefOf(kind, node)}
                        className="target inline-flex items-center [overflow-wrap:anywhere] text-brand underline-offset-4 hover:underline"
                      >
                        {node.path}
                      </Link>
                    </li>
                  ))}
                </ul>
              </section>
            ))
          );
        }}
      </AsyncPanel>
    </Panel>
  );
};
