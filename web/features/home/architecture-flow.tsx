'use client';

import { useQuery } from '@tanstack/react-query';
import { ArrowDown, ArrowRight, Bot, Database, Layers, Network, Target, Undo2 } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useSession } from '../../lib/session/session-provider';
import { plural } from '../../lib/words';
import { ErrorPanel } from '../../ui/error-panel';
import { Link } from '../../ui/link';
import { operationsQuery } from '../dashboard/operations-query';
import type { Operations } from '../dashboard/operations-query';

interface Stage {
  readonly name: string;
  readonly says: string;
  readonly icon: LucideIcon;
  readonly colour: string;
  readonly href: string;
}

const stages: readonly Stage[] = [
  {
    name: 'Enterprise Data',
    says: 'CRMs, databases, files',
    icon: Database,
    colour: 'border-source text-source',
    href: '/connections',
  },
  {
    name: 'AAM',
    says: 'Adaptive API Mesh: connectors, mappings, drift and repair',
    icon: Network,
    colour: 'border-brand text-brand',
    href: '/monitor',
  },
  {
    name: 'DCL',
    says: 'Data Connection Layer: one canonical stream, one golden record of each thing',
    icon: Layers,
    colour: 'border-ontology text-ontology',
    href: '/graph',
  },
  {
    name: 'Agents',
    says: 'Act on what is unified and traced',
    icon: Bot,
    colour: 'border-agent text-agent',
    href: '/agents',
  },
];

const outcomes: Stage = {
  name: 'Outcomes',
  says: 'Decisions that can be traced to a row',
  icon: Target,
  colour: 'border-control text-ink',
  href: '/dashboard',
};

/** What stands in the boxes, by their names. */
const numbersOf = ({ sources, stream, golden }: Operations): Readonly<Record<string, string>> => ({
  'Enterprise Data': plural(sources.total, 'connection'),
  AAM: plural(stream.last_seq, 'canonical event'),
  DCL: plural(golden?.records ?? 0, 'golden record'),
});

/**
 * Enterprise Data → AAM → DCL → Agents in a row, Outcomes below the agents, and AOA over all that it orchestrates; one
 * below the other on phones. With the tenant's own numbers once somebody is signed in.
 */
export const ArchitectureFlow = () => {
  const { me } = useSession();
  const operations = useQuery({ ...operationsQuery(), enabled: me !== undefined });
  const numbers = me === undefined || operations.data === undefined ? {} : numbersOf(operations.data);
  return (
    <section
      aria-labelledby="flow"
      className="rounded-2xl border border-line bg-panel p-4 shadow-card sm:p-5"
    >
      <header className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 id="flow" className="text-xl text-brand">
          How data flows
        </h2>
        <Link
          href="/architecture/systems-overview"
          className="target inline-flex items-center text-sm text-brand underline underline-offset-4"
        >
          How it is built, in nine pictures
        </Link>
      </header>
      {operations.error !== null && (
        <ErrorPanel error={operations.error} onRetry={() => void operations.refetch()} compact />
      )}
      <ol className="mt-3 grid gap-x-8 gap-y-7 md:grid-cols-4">
        <li className="flex items-center justify-center rounded-xl border border-agent/40 bg-linear-to-r from-brand-soft to-agent-soft px-4 py-2 text-center text-sm md:col-span-3 md:col-start-2 md:-mb-3">
          <span>
            <strong className="text-agent-ink">AOA</strong> the Agentic Orchestration Architecture runs over
            all of it
          </span>
        </li>
        {stages.map((stage, index) => (
          <li key={stage.name} className="relative flex min-w-0">
            {index > 0 && <Arrow />}
            <Box stage={stage} linked={me !== undefined}>
              {numbers[stage.name]}
            </Box>
          </li>
        ))}
        <li className="relative flex items-center gap-3 rounded-xl border border-dashed border-control p-3 text-sm text-muted max-md:order-last md:col-span-3 md:self-center">
          <Undo2 aria-hidden className="size-5 shrink-0 text-agent" />
          <span>
            And back: what agents propose and people approve is{' '}
            <strong className="text-ink">written back</strong> to the source that it came from, and read again
            from there.
          </span>
        </li>
        <li className="relative flex min-w-0 md:col-start-4">
          <Arrow down />
          <Box stage={outcomes} linked={me !== undefined} />
        </li>
      </ol>
    </section>
  );
};

/** From the box before to this one: beside it where boxes stand in a row, above it where they are stacked. */
const Arrow = ({ down = false }: { readonly down?: boolean }) => (
  <span aria-hidden className="text-muted">
    <ArrowDown className={`absolute -top-6 left-1/2 size-5 -translate-x-1/2 ${down ? '' : 'md:hidden'}`} />
    {!down && <ArrowRight className="absolute top-1/2 -left-6.5 size-5 -translate-y-1/2 max-md:hidden" />}
  </span>
);

const Box = ({
  stage: { name, says, icon: Icon, colour, href },
  linked,
  children,
}: {
  readonly stage: Stage;
  readonly linked: boolean;
  readonly children?: ReactNode;
}) => {
  const look = `flex w-full min-w-0 flex-1 flex-col gap-1 rounded-xl border-2 bg-panel p-3 ${colour}`;
  const content = (
    <>
      <span className="flex items-center gap-2 font-medium">
        <Icon aria-hidden className="size-5 shrink-0" /> {name}
      </span>
      <span className="text-sm text-muted">{says}</span>
      {children !== undefined && (
        <span className="numeric mt-auto pt-1 text-sm font-medium text-ink">{children}</span>
      )}
    </>
  );
  return linked ? (
    <Link href={href} className={`${look} hover:bg-raised`}>
      {content}
    </Link>
  ) : (
    <div className={look}>{content}</div>
  );
};
