'use client';

import { useQuery } from '@tanstack/react-query';
import { capital, spaced } from '../../lib/words';
import { AsyncPanel } from '../../ui/async-panel';
import { Badge } from '../../ui/badge';
import { CodeBlock } from '../../ui/code-block';
import { Facts } from '../../ui/facts';
import { Link } from '../../ui/link';
import { recordHref, valueText } from '../records/record-words';
import { insightQuery } from './agent-queries';
import { agentName, severityLook } from './agent-words';

/** One finding: its figures, the records that it rests on, and the statements that compute it again. */
export const InsightDetails = ({ id }: { readonly id: string }) => {
  const insight = useQuery(insightQuery(id));
  return (
    <AsyncPanel query={insight}>
      {(data) => {
        const { word, tone, icon } = severityLook(data.severity);
        return (
          <div className="flex flex-col gap-5 text-sm">
            <div className="flex flex-col items-start gap-2">
              <Badge tone={tone} icon={icon}>
                {word}
              </Badge>
              <h3 className="text-base [overflow-wrap:anywhere]">{data.title}</h3>
              <p className="[overflow-wrap:anywhere]">{data.summary}</p>
              <p className="text-xs text-muted">
                {agentName(data.agent)} · as of {data.as_of} · first seen in generation{' '}
                {data.first_generation}
              </p>
            </div>
            <Facts
              facts={Object.entries(data.figures).map(([name, value]) => ({
                name: capital(spaced(name)),
                value: valueText(value),
              }))}
            />
            <section aria-label="Records">
              <h4 className="mb-2 font-medium">Rests on</h4>
              <ul className="flex flex-col gap-1">
                {data.citations.map(({ entity, id: golden }) => (
                  <li key={`${entity} ${golden}`}>
                    <Link
                      href={recordHref(entity, golden)}
                      className="inline-flex min-h-8 items-center gap-2 [overflow-wrap:anywhere] text-brand underline underline-offset-4"
                    >
                      {capital(spaced(entity))} {golden}
                    </Link>
                  </li>
                ))}
              </ul>
            </section>
            {data.writeback_ids.length > 0 && (
              <p>
                It calls for a change:{' '}
                <Link
                  href={`/agents?tab=writebacks&writeback=${data.writeback_ids[0] ?? ''}`}
                  className="text-brand underline underline-offset-4"
                >
                  see the write-back
                </Link>
              </p>
            )}
            {data.evidence.map(({ name, sql }) => (
              <CodeBlock key={name} label={`Asked of the views: ${spaced(name)}`} text={sql} />
            ))}
          </div>
        );
      }}
    </AsyncPanel>
  );
};
