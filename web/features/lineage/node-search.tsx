'use client';

import { useQuery } from '@tanstack/react-query';
import { Search, SearchX } from 'lucide-react';
import { useDeferredValue, useId, useState } from 'react';
import { useUrlState } from '../../lib/use-url-state';
import { plural } from '../../lib/words';
import { AsyncPanel } from '../../ui/async-panel';
import { Button } from '../../ui/button';
import { Empty } from '../../ui/empty';
import { FilterSelect } from '../../ui/filter-select';
import { Input } from '../../ui/input';
import { Link } from '../../ui/link';
import { Panel } from '../../ui/panel';
import { searchQuery } from './lineage-queries';
import { KindIcon, kindWord, lineageHref, nodeKinds } from './node-words';

/** Find anything by name; the words and the kind stand in the address. */
export const NodeSearch = () => {
  const [params, change] = useUrlState();
  const q = params.get('q') ?? '';
  const kind = nodeKinds.find((one) => one === params.get('kind'));
  const [text, setText] = useState(q);
  const [seen, setSeen] = useState(q);
  // Back and forward change the address from outside.
  if (q !== seen) {
    setSeen(q);
    setText(q);
  }
  const wanted = useDeferredValue(text.trim());
  const id = useId();
  return (
    <Panel title="Find a column, field, view or agent">
      <form
        role="search"
        className="flex flex-col gap-3 sm:flex-row sm:items-end"
        onSubmit={(event) => {
          event.preventDefault();
          change({ q: text.trim() });
        }}
      >
        <div className="flex min-w-0 flex-col gap-1 sm:flex-[3]">
          <label htmlFor={id} className="text-xs text-muted">
            Name, or part of it
          </label>
          <Input
            id={id}
            type="search"
            value={text}
            placeholder="amount, accounts.csv email, …"
            onChange={(event) => {
              setText(event.target.value);
            }}
          />
        </div>
        <FilterSelect
          label="Kind"
          value={kind ?? ''}
          options={nodeKinds.map((one) => [one, kindWord(one)])}
          onChange={(value) => {
            change({ kind: value, q: text.trim() });
          }}
        />
        <Button type="submit" icon={Search}>
          Search
        </Button>
      </form>
      {wanted !== '' && <Hits q={wanted} kind={kind} />}
    </Panel>
  );
};

const Hits = ({ q, kind }: { readonly q: string; readonly kind: (typeof nodeKinds)[number] | undefined }) => {
  const query = useQuery({ ...searchQuery(q, kind), placeholderData: (before) => before });
  return (
    <div className="mt-4">
      <AsyncPanel query={query} rows={3}>
        {({ data, total }) =>
          data.length === 0 ? (
            <Empty icon={SearchX} title={`Nothing is called “${q}”`}>
              Every word must stand in the name or in what holds it.
            </Empty>
          ) : (
            <>
              <p role="status" className="mb-2 text-sm text-muted">
                {plural(total, 'hit')}
                {total > data.length && `, the first ${String(data.length)} of them`}
              </p>
              <ul aria-label="Hits" className="grid gap-1 sm:grid-cols-2 xl:grid-cols-3">
                {data.map((node) => {
                  return (
                    <li key={node.id} className="min-w-0">
                      <Link
                        href={lineageHref(node.id)}
                        className="target flex items-center gap-2.5 rounded-lg px-2 py-1.5 text-sm hover:bg-raised"
                      >
                        <KindIcon kind={node.kind} />
                        <span className="min-w-0">
                          <span className="block font-medium [overflow-wrap:anywhere]">{node.label}</span>
                          <span className="block text-xs [overflow-wrap:anywhere] text-muted">
                            {kindWord(node.kind)} · {node.path}
                          </span>
                        </span>
                      </Link>
                    </li>
                  );
                })}
              </ul>
            </>
          )
        }
      </AsyncPanel>
    </div>
  );
};
