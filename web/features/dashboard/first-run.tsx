'use client';

import { CircleCheck, CircleDashed, FlaskConical, Plug } from 'lucide-react';
import type { ReactNode } from 'react';
import { useMay } from '../../lib/session/session-provider';
import { countWords, plural } from '../../lib/words';
import { Button, ButtonLink } from '../../ui/button';
import { classNames } from '../../ui/class-names';
import { Link } from '../../ui/link';
import { Panel } from '../../ui/panel';
import type { Operations } from './operations-query';
import { useDemoData } from './use-demo-data';
import { WholeRun } from './whole-run';

interface Step {
  readonly title: string;
  readonly says: string;
  readonly done: boolean;
  readonly href: string;
  readonly action: string;
}

/** The way to the first unified record and what it is good for; the server's state ticks the steps. */
export const FirstRun = ({ operations }: { readonly operations: Operations }) => {
  const steps = stepsOf(operations);
  const left = steps.filter(({ done }) => !done).length;
  return (
    <Panel
      title="Your first unified record"
      note={
        operations.sources.total === 0
          ? 'A few minutes from an empty tenant to one record of each customer, traced to its rows.'
          : `${plural(left, 'step')} left.`
      }
    >
      {operations.sources.total === 0 ? (
        <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_minmax(0,22rem)]">
          <Steps steps={steps} />
          <div className="flex flex-col gap-4 max-lg:order-first">
            <Beginnings />
          </div>
        </div>
      ) : (
        <div className="flex flex-col gap-5">
          <Steps steps={steps} across />
          <WholeRun />
        </div>
      )}
    </Panel>
  );
};

const stepsOf = ({ sources, stream, held, golden, asked }: Operations): readonly Step[] => [
  {
    title: 'Connect a source',
    says:
      sources.total === 0 ? 'A CRM, a database, or files' : `${plural(sources.total, 'source')} connected`,
    done: sources.total > 0,
    href: '/connections/new',
    action: 'Connect',
  },
  {
    title: 'Read its rows',
    says:
      stream.last_seq === 0
        ? 'Each row becomes a canonical event'
        : `${plural(stream.last_seq, 'canonical event')} in the stream`,
    done: stream.last_seq > 0,
    href: '/connections',
    action: 'Ingest',
  },
  {
    title: 'Settle what could not be read',
    says:
      held > 0
        ? `${plural(held, 'record')} held with the reason: try again, or discard`
        : 'Rows that cannot be mapped are held, never guessed at',
    done: stream.last_seq > 0 && held === 0,
    href: '/quarantine?state=quarantined',
    action: 'Look',
  },
  {
    title: 'Connect into golden records',
    says:
      golden === null
        ? 'Records of the same thing become one'
        : `${countWords(golden.records)} golden records, ${plural(golden.duplicates, 'duplicate')} merged`,
    done: golden !== null,
    href: '/records',
    action: 'Connect',
  },
  {
    title: 'Ask what it holds',
    says: 'A question in words; the answer names its records',
    done: asked,
    href: '/ask',
    action: 'Ask',
  },
];

interface StepsProps {
  readonly steps: readonly Step[];
  /** Beside each other where there is room. */
  readonly across?: boolean;
}

/** The steps in their order; the first that is left says how to go on. */
const Steps = ({ steps, across = false }: StepsProps) => {
  const next = steps.find(({ done }) => !done);
  return (
    <ol className={across ? 'grid gap-2 lg:grid-cols-5' : 'flex flex-col gap-1'}>
      {steps.map((step, at) => (
        <StepCard key={step.title} step={step} number={at + 1} current={step === next} across={across} />
      ))}
    </ol>
  );
};

interface StepCardProps {
  readonly step: Step;
  readonly number: number;
  readonly current: boolean;
  readonly across: boolean;
}

const StepCard = ({ step, number, current, across }: StepCardProps) => {
  const { title, says, done, href, action } = step;
  const Icon = done ? CircleCheck : CircleDashed;
  const tone = done ? 'text-source' : current ? 'text-brand' : 'text-muted';
  return (
    <li
      aria-current={current ? 'step' : undefined}
      className={classNames(
        'flex min-w-0 items-center gap-3 rounded-xl p-2.5',
        across && 'lg:flex-col lg:items-start lg:p-3',
        current && 'bg-brand-soft',
      )}
    >
      <Icon aria-hidden className={classNames('size-6 shrink-0', tone)} />
      <div className="min-w-0 flex-1 text-sm">
        <p className="font-medium">
          <span className="sr-only">
            Step {number}, {done ? 'done' : 'to do'}:{' '}
          </span>
          {title}
        </p>
        <p className={done || current ? 'text-ink' : 'text-muted'}>{says}</p>
      </div>
      {current && (
        <ButtonLink look="primary">
          <Link href={href}>{action}</Link>
        </ButtonLink>
      )}
    </li>
  );
};

/** The two ways to begin; a viewer is told who may. */
const Beginnings = () => {
  const mayBegin = useMay('admin');
  const { start } = useDemoData();
  if (!mayBegin)
    return <p className="text-sm text-muted">An admin of your organisation connects the sources.</p>;
  return (
    <>
      <Beginning
        icon={<FlaskConical aria-hidden className="size-5" />}
        title="See it with demo data"
        says="Two exports of a made-up market: 140 companies that overlap and disagree. Marked as demo data, and gone with one click."
      >
        <Button
          look="primary"
          icon={FlaskConical}
          busy={start.isPending}
          onClick={() => {
            start.mutate();
          }}
        >
          Start with demo data
        </Button>
      </Beginning>
      <Beginning
        icon={<Plug aria-hidden className="size-5" />}
        title="Or bring your own"
        says="Salesforce, PostgreSQL, MongoDB, or a file from your desk. Credentials are encrypted and never shown again."
      >
        <ButtonLink>
          <Link href="/connections/new">
            <Plug aria-hidden className="size-4" /> Connect a source
          </Link>
        </ButtonLink>
      </Beginning>
    </>
  );
};

interface BeginningProps {
  readonly icon: ReactNode;
  readonly title: string;
  readonly says: string;
  readonly children: ReactNode;
}

const Beginning = ({ icon, title, says, children }: BeginningProps) => (
  <div className="flex flex-col items-start gap-3 rounded-xl border border-line p-4">
    <div className="flex items-start gap-3">
      <span className="rounded-lg bg-brand-soft p-2 text-brand">{icon}</span>
      <div className="min-w-0 text-sm">
        <p className="font-medium">{title}</p>
        <p className="text-muted">{says}</p>
      </div>
    </div>
    {children}
  </div>
);
