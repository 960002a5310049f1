'use client';

import { ChevronRight, GitBranch } from 'lucide-react';
import { answerOf, api } from '../../lib/api-client';
import { usePages } from '../../lib/use-pages';
import { useUrlState } from '../../lib/use-url-state';
import { AsyncPanel } from '../../ui/async-panel';
import { Badge } from '../../ui/badge';
import { Empty } from '../../ui/empty';
import { MoreRows } from '../../ui/more-rows';
import { Panel } from '../../ui/panel';
import { MappingEditor } from './mapping-editor';

/** How each object becomes canonical entities; one opens beside the list, named in the address. */
export const MappingsPanel = ({ id }: { readonly id: string }) => {
  const [params, change] = useUrlState();
  const open = params.get('mapping');
  const pages = usePages(['mappings', id], (cursor) =>
    answerOf(
      api.GET('/api/v1/mesh/mappings', {
        params: { query: { connection_id: id, ...(cursor === undefined ? {} : { cursor }) } },
      }),
    ),
  );
  return (
    <>
      <Panel title="Mappings" note="How each object becomes a canonical entity." flush>
        <AsyncPanel query={pages}>
          {(mappings) =>
            mappings.length === 0 ? (
              <Empty icon={GitBranch} title="No mapping yet">
                The first ingest maps the objects it knows; the others are listed on its task.
              </Empty>
            ) : (
              <ul>
                {mappings.map((mapping) => (
                  <li key={mapping.mapping_id} className="border-b border-line last:border-0">
                    <button
                      type="button"
                      onClick={() => {
                        change({ mapping: mapping.mapping_id });
                      }}
                      className="flex w-full items-center gap-3 px-4 py-3 text-left text-sm -outline-offset-2 hover:bg-raised sm:px-5"
                    >
                      <span className="min-w-0 flex-1">
                        <span className="block [overflow-wrap:anywhere]">
                          <strong className="text-source-ink">{mapping.object}</strong>
                          <span className="text-muted"> → </span>
                          <strong className="text-ontology-ink">{mapping.entity}</strong>
                        </span>
                        <span className="mt-1 block text-muted">
                          {mapping.reason} ·{' '}
                          <span className="whitespace-nowrap">since {mapping.switched_at.slice(0, 10)}</span>
                        </span>
                      </span>
                      <Badge>Version {mapping.version}</Badge>
                      <ChevronRight aria-hidden className="size-4 shrink-0 text-muted" />
                    </button>
                  </li>
                ))}
              </ul>
            )
          }
        </AsyncPanel>
        <MoreRows pages={pages} />
      </Panel>
      {open !== null && (
        <MappingEditor
          key={open}
          id={open}
          onClose={() => {
            change({ mapping: '', part: '', from: '', to: '' });
          }}
        />
      )}
    </>
  );
};
