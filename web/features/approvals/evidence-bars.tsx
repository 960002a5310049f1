import type { Schemas } from '../../lib/api-client';
import { capital, spaced } from '../../lib/words';

type Evidence = Schemas['FieldChange']['evidence'];

const points = (weight: number): string => `${weight < 0 ? '−' : '+'}${Math.abs(weight).toFixed(1)}`;

/** The text without the signal's name, which stands before it. */
const beside = (signal: string, text: string): string =>
  text.startsWith(`${signal} `) ? text.slice(signal.length + 1) : text;

/** What speaks for and against a change: bars to the right and to the left of one line, with their points in figures. */
export const EvidenceBars = ({ evidence }: { readonly evidence: Evidence }) => {
  const most = Math.max(0.1, ...evidence.map(({ weight }) => Math.abs(weight)));
  if (evidence.length === 0) return <p className="text-sm text-muted">No signal is recorded for it.</p>;
  return (
    <ul aria-label="Evidence" className="flex flex-col gap-2.5 text-sm">
      {evidence.map(({ signal, weight, text }) => (
        <li key={`${signal} ${text}`} className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-1">
          <span className="min-w-0 [overflow-wrap:anywhere]">
            <span className="font-medium">{capital(spaced(signal))}</span>
            <span className="text-muted"> {beside(signal, text)}</span>
          </span>
          <span className={`numeric font-medium ${weight < 0 ? 'text-danger' : 'text-source-ink'}`}>
            {points(weight)}
          </span>
          <span aria-hidden className="col-span-2 grid h-2 grid-cols-2 gap-px">
            <span className="flex justify-end rounded-l-full bg-neutral-soft">
              {weight < 0 && <Bar share={weight / -most} look="rounded-l-full bg-danger" />}
            </span>
            <span className="flex rounded-r-full bg-neutral-soft">
              {weight > 0 && <Bar share={weight / most} look="rounded-r-full bg-source" />}
            </span>
          </span>
        </li>
      ))}
    </ul>
  );
};

const Bar = ({ share, look }: { readonly share: number; readonly look: string }) => (
  <span className={`bar h-full ${look}`} style={{ width: `${String(Math.max(2, share * 100))}%` }} />
);
