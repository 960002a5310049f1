'use client';

import { useQuery } from '@tanstack/react-query';
import { Cable, FileCode2, ShieldAlert } from 'lucide-react';
import { useFallbackInterval } from '../../lib/live/use-fallback-interval';
import { useUrlState } from '../../lib/use-url-state';
import { percentWords, plural } from '../../lib/words';
import { AsyncPanel } from '../../ui/async-panel';
import { Badge } from '../../ui/badge';
import { Button, ButtonLink } from '../../ui/button';
import { Facts } from '../../ui/facts';
import type { Fact } from '../../ui/facts';
import { Link } from '../../ui/link';
import { Panel } from '../../ui/panel';
import { ImpactPanel } from './impact-panel';
import { traceQuery } from './lineage-queries';
import type { Node, Trace } from './lineage-queries';
import { kindTone, kindWord, lineageHref, stateWord, purposeWord } from './node-words';
import { TracePanel } from './trace-panel';
import { traceView } from './trace-view';

const removable: ReadonlySet<string> = new Set(['source', 'table', 'column', 'rule']);

/** One node with everything up- and downstream, and what would break without it. */
export const NodeTrace = ({ id }: { readonly id: string }) => {
  const [params, change] = useUrlState();
  const view = traceView(params);
  const impact = params.get('impact') === '1';
  const refetchInterval = useFallbackInterval();
  const query = useQuery({
    ...traceQuery(id, view.direction, view.steps),
    refetchInterval,
    placeholderData: (before) => before,
  });
  return (
    <AsyncPanel query={query} rows={6}>
      {(trace) => (
        <>
          <Panel
            title={trace.node.label}
            note={trace.node.path === trace.node.label ? kindWord(trace.node.kind) : trace.node.path}
            actions={
              <div className="flex flex-wrap gap-2">
                <Actions node={trace.node} />
                {removable.has(trace.node.kind) && (
                  <Button
                    icon={ShieldAlert}
                    aria-expanded={impact}
                    onClick={() => {
                      change({ impact: impact ? '' : '1' });
                    }}
                  >
                    What if it were gone?
                  </Button>
                )}
              </div>
            }
          >
            <Facts facts={factsOf(trace)} />
          </Panel>
          {impact && removable.has(trace.node.kind) && (
            <ImpactPanel subject={{ node: id }} title={`If ${trace.node.label} were gone`} />
          )}
          <TracePanel trace={trace} view={view} onChange={change} />
          <Insights insights={trace.insights} />
        </>
      )}
    </AsyncPanel>
  );
};

const Actions = ({ node }: { readonly node: Node }) => (
  <>
    {node.connection_id !== null && (
      <ButtonLink look="quiet">
        <Link href={`/connections/${node.connection_id}`}>
          <Cable aria-hidden className="size-4" /> Connection
        </Link>
      </ButtonLink>
    )}
    {node.connection_id !== null && node.rule !== null && (
      <ButtonLink look="quiet">
        <Link href={`/connections/${node.connection_id}?tab=mappings&mapping=${node.rule.mapping_id}`}>
          <FileCode2 aria-hidden className="size-4" /> Mapping
        </Link>
      </ButtonLink>
    )}
  </>
);

const factsOf = ({ node, reach }: Trace): readonly Fact[] => {
  const state = stateWord(node.state);
  const { rule } = node;
  return [
    { name: 'Kind', value: <Badge tone={kindTone(node.kind)}>{kindWord(node.kind)}</Badge> },
    { name: 'Upstream', value: plural(reach.up, 'node') },
    { name: 'Downstream', value: plural(reach.down, 'node') },
    ...(node.type === null ? [] : [{ name: 'Type', value: node.type }]),
    ...(state === undefined ? [] : [{ name: 'State', value: <Badge tone={state.tone}>{state.word}</Badge> }]),
    ...(node.uses.length === 0 ? [] : [{ name: 'Also', value: node.uses.map(purposeWord).join(', ') }]),
    ...(node.within === null || !/^(source|table|entity|view):/.test(node.within)
      ? []
      : [
          {
            name: 'Part of',
            value: (
              <Link href={lineageHref(node.within)} className="text-brand underline underline-offset-4">
                {node.within.slice(node.within.indexOf(':') + 1)}
              </Link>
            ),
          },
        ]),
    ...(rule === null
      ? []
      : [
          { name: 'Reads', value: rule.from.join(', ') || 'a constant' },
          { name: 'Transforms', value: rule.transforms.join(' · ') || 'none: it is copied' },
          { name: 'Mapping version', value: `${String(rule.mapping_version)}, by ${rule.author}` },
          ...(rule.confidence === null ? [] : [{ name: 'Confidence', value: percentWords(rule.confidence) }]),
          ...(rule.required ? [{ name: 'Required', value: 'A record without it is held back' }] : []),
        ]),
  ];
};

const Insights = ({ insights }: Pick<Trace, 'insights'>) =>
  insights.length === 0 ? null : (
    <Panel title="Insights downstream" note="What agents that read it found in their latest runs.">
      <ul aria-label="Insights downstream" className="flex flex-col gap-2 text-sm">
        {insights.map(({ insight_id, agent, severity, title }) => (
          <li key={insight_id} className="flex flex-wrap items-baseline gap-2">
            <Badge tone={severity === 'critical' ? 'bad' : severity === 'warning' ? 'warn' : 'agent'}>
              {severity}
            </Badge>
            <span className="min-w-0 [overflow-wrap:anywhere]">{title}</span>
            <span className="text-muted">{agent}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
