'use client';

import { useQuery } from '@tanstack/react-query';
import { percentWords } from '../../lib/words';
import { AsyncPanel } from '../../ui/async-panel';
import { Badge } from '../../ui/badge';
import { Panel } from '../../ui/panel';
import { EvidenceBars } from '../approvals/evidence-bars';
import { explanationQuery } from './record-queries';
import type { Entity } from './record-words';

/** Why its records are one: for each pair, how much every comparison speaks for or against it. */
export const ExplanationPanel = ({ entity, id }: { readonly entity: Entity; readonly id: string }) => {
  const explanation = useQuery(explanationQuery(entity, id));
  return (
    <Panel
      title="Why they are one"
      note="Points are bits: each one more doubles the odds that two records are the same."
    >
      <AsyncPanel query={explanation}>
        {({ pairs, decisions }) => (
          <div className="flex flex-col gap-4">
            {decisions.length > 0 && (
              <p className="text-sm text-muted">
                A decision of a person speaks of these records; it goes first.
              </p>
            )}
            <ul aria-label="Pairs" className="grid gap-4 lg:grid-cols-2">
              {pairs.map(({ left, right, probability, steps }) => (
                <li key={`${left} ${right}`} className="min-w-0 rounded-xl border border-line">
                  <p className="flex flex-wrap items-center justify-between gap-2 border-b border-line bg-raised/60 px-3 py-2 text-xs [overflow-wrap:anywhere]">
                    <span className="min-w-0">
                      <code className="font-mono">{left}</code>
                      <span className="text-muted"> and </span>
                      <code className="font-mono">{right}</code>
                    </span>
                    <Badge tone={probability > 0.85 ? 'good' : 'warn'}>{percentWords(probability)}</Badge>
                  </p>
                  <div className="p-3">
                    <EvidenceBars
                      evidence={steps.map(({ title, level, bits }) => ({
                        signal: title,
                        text: level ?? '',
                        weight: bits,
                      }))}
                    />
                  </div>
                </li>
              ))}
            </ul>
          </div>
        )}
      </AsyncPanel>
    </Panel>
  );
};
