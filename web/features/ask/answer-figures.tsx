import { Tile } from '../../ui/tile';
import { cellWords } from './answer-words';
import type { Answer } from './answer-words';

/** The headline figures of an answer, one per currency. */
export const AnswerFigures = ({ figures }: Pick<Answer, 'figures'>) => {
  const named = new Set(figures.map(({ label }) => label));
  return (
    <dl className="grid grid-cols-[repeat(auto-fit,minmax(min(100%,11rem),1fr))] gap-5">
      {figures.map(({ label, value, type, currency, former }) => (
        <Tile
          key={`${label} ${currency ?? ''}`}
          name={named.size === 1 && figures.length > 1 && currency !== null ? currency : label}
          {...(former === null ? {} : { note: `before: ${cellWords(former, type, currency)}` })}
        >
          {cellWords(value, type, currency)}
        </Tile>
      ))}
    </dl>
  );
};
