'use client';

import { ChevronDown } from 'lucide-react';
import type { Schemas } from '../../lib/api-client';
import type { Persona } from '../../lib/persona';
import { PopoverButton } from '../../ui/popover';

type Reading = Schemas['QuestionReading'];

const names: Readonly<Record<Reading['part'], string>> = {
  persona: 'For',
  measure: 'Asks for',
  entity: 'Of',
  state: 'State',
  name: 'Named',
  group: 'Breakdown',
  period: 'Time',
  comparison: 'Compared with',
};

interface ReadingChipsProps {
  readonly readings: readonly Reading[];
  readonly onAsk: (question: string, persona?: Persona) => void;
}

const chip =
  'max-w-full rounded-lg border border-control bg-panel px-3 max-sm:min-h-11 [overflow-wrap:anywhere] text-left';

/** What was understood, part by part; pressing one offers what else it could be, and asks that. */
export const ReadingChips = ({ readings, onAsk }: ReadingChipsProps) => (
  <ul aria-label="What was understood" className="flex flex-wrap gap-2">
    {readings.map((reading) => (
      <li key={`${reading.part} ${reading.value}`} className="max-w-full">
        {reading.others.length === 0 ? (
          <span className={`target inline-flex items-center gap-1.5 text-sm ${chip}`}>
            <Face reading={reading} />
          </span>
        ) : (
          <PopoverButton
            label={`${names[reading.part]}: something else`}
            name={`${names[reading.part]} ${reading.value}, change`}
            face={
              <>
                <Face reading={reading} />
                <ChevronDown aria-hidden className="size-4 shrink-0 text-muted" />
              </>
            }
            className={chip}
          >
            {(close) => (
              <ul className="-m-2 flex max-h-80 flex-col overflow-y-auto">
                {reading.others.map(({ label, question, persona }) => (
                  <li key={label}>
                    <button
                      type="button"
                      className="target flex w-full items-center rounded-lg px-3 text-left text-sm hover:bg-raised max-sm:min-h-11"
                      onClick={() => {
                        close();
                        onAsk(question, persona ?? undefined);
                      }}
                    >
                      {label}
                    </button>
                  </li>
                ))}
              </ul>
            )}
          </PopoverButton>
        )}
      </li>
    ))}
  </ul>
);

const Face = ({ reading: { part, value } }: { readonly reading: Reading }) => (
  <span>
    <span className="text-muted">{names[part]}</span> {value}
  </span>
);
