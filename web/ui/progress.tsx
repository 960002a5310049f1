import { classNames } from './class-names';

interface ProgressProps {
  readonly label: string;
  /** From 0 to 1; undefined while the end is not known. */
  readonly value?: number | undefined;
  readonly paused?: boolean;
}

/** A bar; without a known end its stripes move, and only while work is going on. */
export const Progress = ({ label, value, paused = false }: ProgressProps) => (
  <div
    role="progressbar"
    aria-label={label}
    aria-valuemin={0}
    aria-valuemax={1}
    {...(value === undefined ? {} : { 'aria-valuenow': value })}
    className="h-2 overflow-hidden rounded-full bg-neutral-soft"
  >
    <div
      className={classNames(
        'bar h-full rounded-full bg-brand transition-[width]',
        value === undefined && !paused && 'moving-stripes',
      )}
      style={{ width: value === undefined ? '100%' : `${String(Math.round(value * 100))}%` }}
    />
  </div>
);
