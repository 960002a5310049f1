import { CircleCheck, OctagonAlert, ScanSearch, TriangleAlert } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import { capital, plural } from '../../lib/words';
import type { Operations } from './operations-query';

const looks = {
  good: { icon: CircleCheck, look: 'border-source/40 bg-source-soft text-source-ink' },
  warning: { icon: TriangleAlert, look: 'border-warn/40 bg-warn-soft text-warn' },
  critical: { icon: OctagonAlert, look: 'border-danger/40 bg-danger-soft text-danger' },
} as const;

const clauses = ({ sources, drift, freshness, stream }: Operations): string => {
  const broken = sources.by_status.broken ?? 0;
  const unread = freshness.reduce((sum, { objects, read }) => sum + objects - read, 0);
  return [
    broken === 0 ? 'every source answers' : `${plural(broken, 'source')} cannot be read`,
    ...(sources.stale === 0 ? [] : [`${plural(sources.stale, 'source')} not read on time`]),
    drift.breaking === 0
      ? 'nothing that matters has changed shape'
      : `${plural(drift.breaking, 'breaking change')} ${drift.breaking === 1 ? 'waits' : 'wait'}`,
    stream.last_seq === 0
      ? 'no row has been read yet'
      : unread === 0
        ? 'every mapped object has been read'
        : `${plural(unread, 'mapped object')} not read yet`,
  ].join(', ');
};

interface BoxProps {
  readonly icon: LucideIcon;
  readonly look: string;
  readonly title: string;
  readonly says: string;
}

const Box = ({ icon: Icon, look, title, says }: BoxProps) => (
  <div className={`flex items-start gap-3 rounded-2xl border p-4 sm:p-5 ${look}`}>
    <Icon aria-hidden className="mt-0.5 size-6 shrink-0" />
    <div className="min-w-0">
      <p className="text-lg font-medium">{title}</p>
      <p className="text-sm text-ink">{says}</p>
    </div>
  </div>
);

/** What the verdict will be about, while the data that decides it is on its way. */
export const AwaitedVerdict = () => (
  <Box
    icon={ScanSearch}
    look="border-line bg-panel text-muted"
    title="Looking at your data"
    says="Does every source answer, has anything that matters changed its shape, and has every object with a mapping been read on time?"
  />
);

/** The answer in one line, by the gravest of what waits for a person. */
export const Verdict = ({ operations }: { readonly operations: Operations }) => {
  const { attention } = operations;
  const critical = attention.filter(({ severity }) => severity === 'critical').length;
  const warnings = attention.filter(({ severity }) => severity === 'warning').length;
  const grade = critical > 0 ? 'critical' : warnings > 0 ? 'warning' : 'good';
  const { icon, look } = looks[grade];
  const title =
    grade === 'good'
      ? 'Your data is right, fresh and flowing'
      : `${plural(critical + warnings, 'thing')} ${critical + warnings === 1 ? 'needs' : 'need'} you`;
  return (
    <section aria-label="Verdict">
      <Box icon={icon} look={look} title={title} says={`${capital(clauses(operations))}.`} />
    </section>
  );
};
