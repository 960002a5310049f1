import { classNames } from './class-names';

interface SparklineProps {
  /** What the bars say, for those who cannot see them. */
  readonly label: string;
  readonly values: readonly number[];
}

/** A bar for each value from zero on, the last one in the colour of the brand; a line where nothing is. */
export const Sparkline = ({ label, values }: SparklineProps) => {
  const most = Math.max(...values, 1);
  return (
    <span role="img" aria-label={label} className="flex h-9 items-end gap-px">
      {values.map((value, at) => (
        <span
          key={at}
          className={classNames(
            'bar min-h-px flex-1 rounded-t-[1px]',
            value === 0 ? 'bg-line' : at === values.length - 1 ? 'bg-brand' : 'bg-ontology/60',
          )}
          style={{ height: `${String(Math.round((value / most) * 100))}%` }}
        />
      ))}
    </span>
  );
};
