'use client';

import { useQuery } from '@tanstack/react-query';
import { Filter } from 'lucide-react';
import { useState } from 'react';
import { answerOf, api } from '../../lib/api-client';
import type { LiveEvent } from '../../lib/live/live-stream';
import { AsyncPanel } from '../../ui/async-panel';
import { Button, ButtonLink } from '../../ui/button';
import { JsonBlock } from '../../ui/code-block';
import { Dialog } from '../../ui/dialog';
import { FilterSelect } from '../../ui/filter-select';
import { Link } from '../../ui/link';
import { EventDetails } from '../events/event-details';
import { titleOf } from '../events/event-words';
import { lineageHref } from '../lineage/node-words';
import { entityWords, isEntity } from '../records/record-words';
import type { Entity } from '../records/record-words';

interface FlowEventProps {
  /** The number that the address names. */
  readonly id: number;
  /** It itself, where it has come while the page was open. */
  readonly known: LiveEvent | undefined;
  readonly onTrace: (trace: string) => void;
  readonly onClose: () => void;
}

/** An event that has passed by: the records it carried before and after mapping, and everything it says. */
export const FlowEvent = ({ id, known, onTrace, onClose }: FlowEventProps) => {
  const query = useQuery({
    queryKey: ['events', 'one', id],
    queryFn: async () =>
      (
        await answerOf(api.GET('/api/v1/events', { params: { query: { after: id - 1, limit: 1 } } }))
      ).data.find((event) => event.id === id) ?? null,
    ...(known === undefined ? {} : { initialData: known }),
    staleTime: Infinity,
  });
  return (
    <Dialog
      open
      place="wide"
      title={query.data == null ? `Event ${String(id)}` : titleOf(query.data)}
      onOpenChange={onClose}
    >
      <AsyncPanel query={query}>
        {(event) =>
          event === null ? (
            <p className="text-sm text-muted">The log no longer has this event.</p>
          ) : (
            <div className="flex flex-col gap-5">
              <Payload event={event} />
              <EventDetails event={event} />
              <div className="flex flex-wrap gap-2">
                <Button
                  icon={Filter}
                  onClick={() => {
                    onTrace(event.trace_id);
                  }}
                >
                  Only this trace
                </Button>
                <ButtonLink>
                  <Link href={`/events?event=${String(event.id)}`}>Event log</Link>
                </ButtonLink>
              </div>
            </div>
          )
        }
      </AsyncPanel>
    </Dialog>
  );
};

const textsOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];

/** One of the records that a batch told of, as its source gave it and as it became; nothing for other events. */
const Payload = ({ event: { data } }: { readonly event: LiveEvent }) => {
  const keys = textsOf(data['record_keys']);
  const entities = Object.keys(data['entities'] ?? {}).filter(isEntity);
  const [key = '', setKey] = useState(keys[0]);
  const [entity, setEntity] = useState(entities[0]);
  if (key === '' || entity === undefined) return null;
  return (
    <section aria-label="A record of it" className="flex flex-col gap-3">
      <div className="flex flex-wrap items-end gap-3">
        <FilterSelect
          label="Record"
          all={false}
          value={key}
          options={keys.map((one) => [one, one])}
          onChange={setKey}
        />
        {entities.length > 1 && (
          <FilterSelect
            label="As"
            all={false}
            value={entity}
            options={entities.map((one) => [one, entityWords(one).many])}
            onChange={(value) => {
              if (isEntity(value)) setEntity(value);
            }}
          />
        )}
      </div>
      <BeforeAndAfter entity={entity} recordKey={key} asOf={Number(data['last_seq'] ?? 0)} />
    </section>
  );
};

interface BeforeAndAfterProps {
  readonly entity: Entity;
  readonly recordKey: string;
  /** Place in the stream at which the batch ended. */
  readonly asOf: number;
}

const BeforeAndAfter = ({ entity, recordKey, asOf }: BeforeAndAfterProps) => {
  const record = useQuery({
    queryKey: ['record', entity, recordKey, asOf],
    queryFn: () =>
      answerOf(
        api.GET('/api/v1/records/{entity}/{record_key}', {
          params: {
            path: { entity, record_key: recordKey },
            query: asOf > 0 ? { as_of: String(asOf) } : {},
          },
        }),
      ),
    staleTime: Infinity,
  });
  const [slug = '', stream = ''] = recordKey.split('/');
  return (
    <AsyncPanel query={record}>
      {({ raw, event, golden }) => (
        <>
          <div className="grid min-w-0 gap-3 lg:grid-cols-2">
            <JsonBlock label="Before mapping" value={raw} />
            <JsonBlock
              label={`After mapping, version ${String(event.meta['mapping_version'])}`}
              value={event.data}
            />
          </div>
          <p className="flex flex-wrap gap-x-4 text-sm">
            <Link
              href={lineageHref(`table:${slug}/${stream}`)}
              className="target inline-flex items-center text-brand underline underline-offset-4"
            >
              Lineage of its table
            </Link>
            {golden !== null && (
              <Link
                href={`/records/${entity}/${encodeURIComponent(golden.golden_id)}`}
                className="target inline-flex items-center text-brand underline underline-offset-4"
              >
                Its golden record
              </Link>
            )}
          </p>
        </>
      )}
    </AsyncPanel>
  );
};
