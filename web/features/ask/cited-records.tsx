import { Link } from '../../ui/link';
import { recordHref } from '../records/record-words';
import type { Answer } from './answer-words';
import { entityWords } from './answer-words';

type Citation = Answer['citations'][number];

const Cited = ({ citation: { entity, id } }: { readonly citation: Citation }) => (
  <Link
    href={recordHref(entity, id)}
    className="inline-flex min-h-6 items-center font-mono text-xs [overflow-wrap:anywhere] text-brand underline-offset-4 hover:underline"
  >
    {id}
  </Link>
);

/** The golden records that a figure rests on, by their ids; the ones that weigh most stand first. */
export const CitedRecords = ({ citations }: { readonly citations: Answer['citations'] }) => {
  const [first, ...others] = citations;
  if (first === undefined) return <span className="text-muted">–</span>;
  if (others.length === 0) return <Cited citation={first} />;
  return (
    <details className="text-left">
      <summary className="target inline-flex max-w-full items-center gap-1 text-xs text-muted hover:text-ink max-md:justify-end">
        <code className="truncate font-mono">{first.id}</code>
        <span className="whitespace-nowrap">and {String(others.length)} more</span>
      </summary>
      <ul className="flex flex-col gap-1 pb-2 text-xs text-muted">
        {citations.map((citation) => (
          <li key={`${citation.entity} ${citation.id}`}>
            {entityWords(citation.entity)} <Cited citation={citation} />
          </li>
        ))}
      </ul>
    </details>
  );
};
