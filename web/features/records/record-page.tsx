'use client';

import { useQuery } from '@tanstack/react-query';
import { notFound, useParams } from 'next/navigation';
import { plural } from '../../lib/words';
import { AsyncPanel } from '../../ui/async-panel';
import { CodeBlock } from '../../ui/code-block';
import { Link } from '../../ui/link';
import { PageHeader } from '../../ui/page-header';
import { Panel } from '../../ui/panel';
import { ExplanationPanel } from './explanation-panel';
import { GoldenValues } from './golden-values';
import { MembersPanel } from './members-panel';
import { goldenQuery } from './record-queries';
import { entityWords, isEntity, nameOf } from './record-words';
import type { Entity } from './record-words';

/** One golden record: its values and where each comes from, the records that it is made of, and why they are one. */
export const RecordPage = () => {
  const { entity, id } = useParams<{ entity: string; id: string }>();
  if (!isEntity(entity)) notFound();
  return <Golden entity={entity} id={decodeURIComponent(id)} />;
};

const Golden = ({ entity, id }: { readonly entity: Entity; readonly id: string }) => {
  const golden = useQuery(goldenQuery(entity, id));
  const { many, unified } = entityWords(entity);
  return (
    <AsyncPanel query={golden} rows={8}>
      {(record) => (
        <>
          <PageHeader
            title={nameOf(record)}
            back={{ href: `/records?entity=${entity}`, label: many }}
            note={
              <>
                <code className="font-mono text-xs [overflow-wrap:anywhere] select-all">
                  {record.golden_id}
                </code>{' '}
                · last changed by generation {record.generation} ·{' '}
                <Link
                  href={`/lineage?node=entity%3A${entity}`}
                  className="text-brand underline underline-offset-4"
                >
                  lineage
                </Link>
                {record.redirected_from !== null && (
                  <>
                    {' '}
                    · <code className="font-mono text-xs">{record.redirected_from}</code> has become part of
                    it
                  </>
                )}
              </>
            }
          />
          <div className="flex flex-col gap-5">
            <GoldenValues record={record} />
            <MembersPanel record={record} />
            {unified && record.members.length > 1 && (
              <ExplanationPanel entity={entity} id={record.golden_id} />
            )}
            {Object.keys(record.extras).length > 0 && (
              <Panel
                title="Not mapped"
                note={
                  plural(Object.keys(record.extras).length, 'field') +
                  ' that no mapping reads, kept as they are.'
                }
              >
                <CodeBlock label="Extras" text={JSON.stringify(record.extras, null, 2)} />
              </Panel>
            )}
          </div>
        </>
      )}
    </AsyncPanel>
  );
};
