import { countWords } from '../lib/words';
import { classNames } from './class-names';

interface MeterProps {
  readonly label: string;
  readonly used: number;
  readonly of: number;
  readonly note?: string;
  /** How amounts are written; counts unless said otherwise. */
  readonly words?: (amount: number) => string;
}

const nearlyFull = 0.9;

/** How much of a budget is used: a bar with both numbers. */
export const Meter = ({ label, used, of, note, words = countWords }: MeterProps) => {
  const share = of === 0 ? 1 : Math.min(1, used / of);
  return (
    <div className="flex min-w-0 flex-col gap-1.5 text-sm">
      <p className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span>{label}</span>
        <span className="numeric text-muted">
          <span className="font-medium text-ink">{words(used)}</span> of {words(of)}
        </span>
      </p>
      <div
        role="meter"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={of}
        aria-valuenow={used}
        aria-valuetext={`${words(used)} of ${words(of)}`}
        className="h-2 overflow-hidden rounded-full bg-neutral-soft"
      >
        <div
          className={classNames('bar h-full rounded-full', share >= nearlyFull ? 'bg-danger' : 'bg-brand')}
          style={{ width: `${String(Math.round(share * 100))}%` }}
        />
      </div>
      {note !== undefined && <p className="text-xs text-muted">{note}</p>}
    </div>
  );
};
