import type { Schemas } from '../../lib/api-client';
import { Link } from '../../ui/link';

type Related = Schemas['AnsweredQuestion']['related'];

const kinds = { field: 'Meaning', mapping: 'Mapping', question: 'Asked before' } as const;

const hrefOf = ({ kind, id }: Related[number]): string => {
  if (kind === 'question') return `/ask?id=${encodeURIComponent(id)}`;
  if (kind === 'field') return `/ontology`;
  return `/connections/${encodeURIComponent(id.split('/')[0] ?? '')}?tab=mappings`;
};

/** What was found about the same: meanings of fields, mappings, earlier answers. */
export const RelatedList = ({ related }: { readonly related: Related }) =>
  related.length > 0 && (
    <div className="flex flex-col gap-2 border-t border-line pt-4">
      <h3 className="text-sm font-medium">About the same</h3>
      <ul className="flex flex-col gap-2 text-sm">
        {related.map((one) => (
          <li key={`${one.kind} ${one.id}`} className="[overflow-wrap:anywhere]">
            <span className="text-muted">{kinds[one.kind]}: </span>
            <Link href={hrefOf(one)} className="text-brand underline underline-offset-4">
              {one.title}
            </Link>
            <span className="block text-muted">{one.text}</span>
          </li>
        ))}
      </ul>
    </div>
  );
