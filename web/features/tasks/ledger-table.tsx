import { CircleCheck, TriangleAlert } from 'lucide-react';
import type { Schemas } from '../../lib/api-client';
import { countWords } from '../../lib/words';
import { Badge } from '../../ui/badge';

type Ledger = Schemas['Ledger'];

const parts = ['changed', 'unchanged', 'quarantined', 'parked', 'filtered', 'stale'] as const;

const looks: Readonly<Record<(typeof parts)[number], string>> = {
  changed: 'text-source-ink',
  unchanged: 'text-ink',
  quarantined: 'text-warn',
  parked: 'text-agent-ink',
  filtered: 'text-ontology-ink',
  stale: 'text-muted',
};

/** What became of every row that was read, as a balance: the parts must add up to what was read. */
export const LedgerTable = ({ ledgers }: { readonly ledgers: readonly Ledger[] }) =>
  ledgers.length > 0 && (
    <ul aria-label="Ledgers" className="flex flex-col gap-3">
      {ledgers.map((ledger) => (
        <li
          key={`${ledger.stream} ${ledger.entity}`}
          className="rounded-xl border border-line bg-raised/50 p-4"
        >
          <div className="flex flex-wrap items-center justify-between gap-2">
            <p className="min-w-0 text-sm [overflow-wrap:anywhere]">
              <strong className="text-source-ink">{ledger.stream}</strong>
              <span className="text-muted"> → </span>
              <strong className="text-ontology-ink">
                {ledger.entity === '' ? 'not mapped' : ledger.entity}
              </strong>
              <span className="text-muted">
                {' '}
                by mapping version{'\u00a0'}
                {ledger.mapping_version}
              </span>
            </p>
            {ledger.balanced ? (
              <Badge tone="good" icon={CircleCheck}>
                Balanced
              </Badge>
            ) : (
              <Badge tone="bad" icon={TriangleAlert}>
                Not balanced
              </Badge>
            )}
          </div>
          <Balance ledger={ledger} />
        </li>
      ))}
    </ul>
  );

const Balance = ({ ledger }: { readonly ledger: Ledger }) => (
  <dl className="mt-3 grid grid-cols-2 gap-x-4 gap-y-2 text-sm min-[28rem]:grid-cols-3 md:grid-cols-[repeat(7,minmax(0,1fr))]">
    <Amount name="read" sign="" count={ledger.read} look="text-ink" />
    {parts.map((part, index) => (
      <Amount key={part} name={part} sign={index === 0 ? '=' : '+'} count={ledger[part]} look={looks[part]}>
        {part === 'changed' && ledger.deleted > 0 ? `${countWords(ledger.deleted)} deleted` : undefined}
      </Amount>
    ))}
  </dl>
);

interface AmountProps {
  readonly name: string;
  readonly sign: string;
  readonly count: number;
  readonly look: string;
  readonly children?: string | undefined;
}

const Amount = ({ name, sign, count, look, children }: AmountProps) => (
  <div className="min-w-0">
    <dt className="text-xs text-muted">
      {sign !== '' && <span className="mr-1">{sign}</span>}
      {name}
    </dt>
    <dd className={`numeric text-lg font-medium ${count === 0 ? 'text-muted' : look}`}>
      {countWords(count)}
      {children !== undefined && <span className="block text-xs font-normal text-muted">{children}</span>}
    </dd>
  </div>
);
