import type { Answer } from './answer-words';
import { entityWords } from './answer-words';

/** The golden records that a figure rests on, by their ids; the ones that weigh most stand first. */
export const CitedRecords = ({ citations }: { readonly citations: Answer['citations'] }) => {
  const [first, ...others] = citations;
  if (first === undefined) return <span className="text-muted">–</span>;
  if (others.length === 0)
    return (
      <code className="font-mono text-xs [overflow-wrap:anywhere] text-muted select-all">{first.id}</code>
    );
  return (
    <details className="text-left">
      <summary className="target inline-flex max-w-full items-center gap-1 text-xs text-muted hover:text-ink max-md:justify-end">
        <code className="truncate font-mono">{first.id}</code>
        <span className="whitespace-nowrap">and {String(others.length)} more</span>
      </summary>
      <ul className="flex flex-col gap-1 pb-2 text-xs text-muted">
        {citations.map(({ entity, id }) => (
          <li key={`${entity} ${id}`}>
            {entityWords(entity)} <code className="font-mono select-all">{id}</code>
          </li>
        ))}
      </ul>
    </details>
  );
};
