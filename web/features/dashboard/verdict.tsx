import { CircleCheck, OctagonAlert, TriangleAlert } from 'lucide-react';
import { plural } from '../../lib/words';
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

/** The answer in one line, by the gravest of what waits for a person. */
export const Verdict = ({ operations }: { readonly operations: Operations }) => {
  const { attention } = operations;
  const critical = attention.filter(({ severity }) => severity === 'critical').length;
  const warnings = attention.filter(({ severity }) => severity === 'warning').length;
  const grade = critical > 0 ? 'critical' : warnings > 0 ? 'warning' : 'good';
  const { icon: Icon, look } = looks[grade];
  const title =
    grade === 'good'
      ? 'Your data is right, fresh and flowing'
      : `${plural(critical + warnings, 'thing')} ${critical + warnings === 1 ? 'needs' : 'need'} you`;
  const says = clauses(operations);
  return (
    <section aria-label="Verdict" className={`flex items-start gap-3 rounded-2xl border p-4 sm:p-5 ${look}`}>
      <Icon aria-hidden className="mt-0.5 size-6 shrink-0" />
      <div className="min-w-0">
        <p className="text-lg font-medium">{title}</p>
        <p className="text-sm text-ink">{says.charAt(0).toUpperCase() + says.slice(1)}.</p>
      </div>
    </section>
  );
};
