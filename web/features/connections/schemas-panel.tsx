'use client';

import { CircleCheck, TriangleAlert } from 'lucide-react';
import type { Schemas } from '../../lib/api-client';
import { usePages } from '../../lib/use-pages';
import { capital, plural, spaced } from '../../lib/words';
import { AsyncPanel } from '../../ui/async-panel';
import { Badge } from '../../ui/badge';
import { MoreRows } from '../../ui/more-rows';
import { Panel } from '../../ui/panel';
import { RelativeTime } from '../../ui/relative-time';
import { changeWords } from '../monitor/change-words';
import { loadSchemas } from './connection-queries';
import { NothingDiscovered } from './nothing-discovered';
import { ReplayButton } from './replay-button';
import { VersionChoice } from './version-choice';

type ObjectSchema = Schemas['ObjectSchema'];

/** The source's objects as discovered: versions, fields, changes, and the ticket that is open. */
export const SchemasPanel = ({ id }: { readonly id: string }) => {
  const pages = usePages(['schemas', id], (cursor) => loadSchemas(id, cursor));
  return (
    <Panel title="Source schema" note="Objects and fields as the source showed them last." flush>
      <AsyncPanel query={pages}>
        {(objects) =>
          objects.length === 0 ? (
            <NothingDiscovered />
          ) : (
            <ul>
              {objects.map((object) => (
                <li key={object.object} className="border-b border-line p-4 last:border-0 sm:p-5">
                  <OneObject connection={id} object={object} />
                </li>
              ))}
            </ul>
          )
        }
      </AsyncPanel>
      <MoreRows pages={pages} />
    </Panel>
  );
};

interface OneObjectProps {
  readonly connection: string;
  readonly object: ObjectSchema;
}

const OneObject = ({ connection, object }: OneObjectProps) => {
  const fields = fieldsOf(object.shape);
  return (
    <div className="flex flex-col gap-2 text-sm">
      <div className="flex flex-wrap items-center gap-2">
        <h3 className="min-w-0 text-base [overflow-wrap:anywhere] text-source-ink">{object.object}</h3>
        <Badge>Version {object.version}</Badge>
        {object.mapped_to.map((entity) => (
          <Badge key={entity} tone="info">
            {entity}
          </Badge>
        ))}
        {object.mapped_to.length === 0 && <Badge>Not mapped</Badge>}
        {object.ticket === null ? (
          <Badge tone="good" icon={CircleCheck}>
            As approved
          </Badge>
        ) : (
          <Badge tone={object.ticket.severity === 'harmless' ? 'warn' : 'bad'} icon={TriangleAlert}>
            {capital(object.ticket.severity)}: {spaced(object.ticket.kind)} ({object.ticket.state})
          </Badge>
        )}
        {object.mapped_to.length > 0 && (
          <span className="ml-auto">
            <ReplayButton connection={connection} object={object.object} />
          </span>
        )}
      </div>
      <p className="text-muted">
        Seen <RelativeTime at={object.seen_at} /> · fingerprint <code>{object.fingerprint.slice(0, 12)}</code>
      </p>
      <details>
        <summary className="target inline-flex items-center text-brand">
          {plural(fields.length, 'field')}
        </summary>
        <ul className="grid gap-x-6 rounded-lg bg-raised p-3 sm:grid-cols-2">
          {fields.map(({ name, type }) => (
            <li key={name} className="flex justify-between gap-4 py-1">
              <span className="min-w-0 [overflow-wrap:anywhere]">{name}</span>
              <code className="shrink-0 text-xs text-muted">{type}</code>
            </li>
          ))}
        </ul>
      </details>
      {object.versions.length > 1 && (
        <VersionChoice connection={connection} object={object.object} versions={object.versions} />
      )}
      {object.changes.length > 0 && (
        <details>
          <summary className="target inline-flex items-center text-brand">
            {plural(object.changes.length, 'recorded change')}
          </summary>
          <ul className="flex flex-col gap-2 rounded-lg bg-raised p-3">
            {object.changes.map((change) => (
              <li key={change.change_id}>
                Version {change.from_version ?? 0} → {change.to_version ?? '?'} ·{' '}
                <RelativeTime at={change.seen_at} />
                <ul className="list-disc pl-5 text-muted">
                  {change.changes.map((one, index) => (
                    <li key={index} className="[overflow-wrap:anywhere]">
                      {changeWords(one)}
                    </li>
                  ))}
                </ul>
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
};

const textIn = (value: unknown, name: string): string | undefined => {
  if (value === null || typeof value !== 'object') return undefined;
  const member = (value as Readonly<Record<string, unknown>>)[name];
  if (typeof member === 'string') return member;
  return member === undefined || member === null
    ? undefined
    : (textIn(member, 'kind') ?? JSON.stringify(member));
};

const fieldsOf = (
  shape: ObjectSchema['shape'],
): readonly { readonly name: string; readonly type: string }[] => {
  const { fields } = shape as { readonly fields?: unknown };
  if (!Array.isArray(fields)) return [];
  return fields.map((field: unknown) => ({
    name: textIn(field, 'name') ?? '',
    type: textIn(field, 'type') ?? '',
  }));
};
