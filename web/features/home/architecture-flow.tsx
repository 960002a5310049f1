'use client';

import { useQuery } from '@tanstack/react-query';
import { ArrowDown, ArrowRight, Bot, Database, Layers, Network, Target } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { answerOf, api } from '../../lib/api-client';
import { useSession } from '../../lib/session/session-provider';
import { countWords, plural } from '../../lib/words';
import { ErrorPanel } from '../../ui/error-panel';

interface Stage {
  readonly name: string;
  readonly says: string;
  readonly icon: LucideIcon;
  readonly colour: string;
  readonly href?: string;
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
    href: '/records',
  },
  {
    name: 'Agents',
    says: 'Act on what is unified and traced',
    icon: Bot,
    colour: 'border-agent text-agent',
    href: '/agents',
  },
  {
    name: 'Outcomes',
    says: 'Decisions that can be traced to a row',
    icon: Target,
    colour: 'border-control text-ink',
    href: '/dashboard',
  },
];

/** Enterprise Data → AAM → DCL → Agents → Outcomes; with the tenant's own numbers once somebody is signed in. */
export const ArchitectureFlow = () => {
  const { me } = useSession();
  const health = useQuery({
    queryKey: ['health'],
    queryFn: async () => (await answerOf(api.GET('/api/v1/mesh/connections'))).data,
    enabled: me !== undefined,
  });
  const numbers: Readonly<Record<string, string>> =
    me === undefined || health.data === undefined
      ? {}
      : {
          'Enterprise Data': plural(health.data.length, 'connection'),
          AAM: `${plural(
            health.data.reduce((sum, { objects }) => sum + objects.mapped, 0),
            'object',
          )} mapped`,
          DCL: `${countWords(health.data.reduce((sum, { records }) => sum + records.count, 0))}${
            health.data.some(({ records }) => records.capped) ? '+' : ''
          } records`,
        };
  return (
    <section
      aria-labelledby="flow"
      className="rounded-2xl border border-line bg-panel p-4 shadow-card sm:p-6"
    >
      <h2 id="flow" className="text-xl text-brand">
        How data flows
      </h2>
      {health.error !== null && (
        <ErrorPanel error={health.error} onRetry={() => void health.refetch()} compact />
      )}
      <ol className="mt-4 flex flex-col items-stretch gap-2 md:flex-row">
        {stages.map((stage, index) => (
          <li key={stage.name} className="flex min-w-0 flex-1 flex-col items-center gap-2 md:flex-row">
            {index > 0 && (
              <span aria-hidden className="text-muted">
                <ArrowDown className="size-5 md:hidden" />
                <ArrowRight className="size-5 max-md:hidden" />
              </span>
            )}
            <Box stage={stage} linked={me !== undefined}>
              {numbers[stage.name]}
            </Box>
          </li>
        ))}
      </ol>
      <p className="mt-3 rounded-lg bg-agent-soft px-4 py-2 text-center text-sm text-agent-ink">
        AOA: the Agentic Orchestration Architecture runs over all of it
      </p>
      <p className="mt-3 text-center text-sm">
        <Link href="/architecture/systems-overview" className="text-brand underline underline-offset-4">
          How it is built, in nine pictures
        </Link>
      </p>
    </section>
  );
};

const Box = ({
  stage: { name, says, icon: Icon, colour, href },
  linked,
  children,
}: {
  readonly stage: Stage;
  readonly linked: boolean;
  readonly children?: ReactNode;
}) => {
  const look = `flex h-full w-full min-w-0 flex-1 flex-col gap-1 rounded-xl border-2 bg-panel p-3 ${colour}`;
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
  return linked && href !== undefined ? (
    <Link href={href} className={`${look} hover:bg-raised`}>
      {content}
    </Link>
  ) : (
    <div className={look}>{content}</div>
  );
};
