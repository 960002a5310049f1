'use client';

import { Check, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { capital, countWords, plural, spaced } from '../../lib/words';
import { Badge } from '../../ui/badge';
import { Button } from '../../ui/button';
import { classNames } from '../../ui/class-names';
import { Link } from '../../ui/link';
import { RelativeTime } from '../../ui/relative-time';
import { ConnectionName } from '../connections/connection-name';
import { Confidence, RepairStateBadge, SeverityBadge } from './repair-badges';
import { authorWord, bandWord } from './repair-words';
import type { Repair } from './repair-words';

export interface RepairListProps {
  readonly label: string;
  readonly repairs: readonly Repair[];
  /** The row that the keys act on. */
  readonly selected: string | undefined;
  readonly onSelect: (id: string) => void;
  /** Undefined: the user may look and not decide. */
  readonly decide?:
    | {
        readonly busy: boolean;
        readonly approve: (repair: Repair) => void;
        readonly reject: (repair: Repair) => void;
      }
    | undefined;
}

/** Repairs as rows: what, why it came up, how sure, and the decision where one waits. */
export const RepairList = ({ label, repairs, selected, onSelect, decide }: RepairListProps) => (
  <ul aria-label={label}>
    {repairs.map((repair) => (
      <Row
        key={repair.repair_id}
        repair={repair}
        isSelected={repair.repair_id === selected}
        onSelect={onSelect}
        decide={repair.state === 'proposed' ? decide : undefined}
      />
    ))}
  </ul>
);

interface RowProps extends Pick<RepairListProps, 'onSelect'> {
  readonly repair: Repair;
  readonly isSelected: boolean;
  readonly decide: RepairListProps['decide'];
}

const Row = ({ repair, isSelected, onSelect, decide }: RowProps) => {
  const link = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    if (isSelected) link.current?.focus();
  }, [isSelected]);
  const { repair_id, object, connection_id, ticket, entities, changes, records_changed: touched } = repair;
  return (
    <li
      className={classNames(
        'flex flex-wrap items-center gap-x-6 gap-y-3 border-b border-line px-4 py-3 text-sm last:border-0 sm:px-5',
        isSelected && 'bg-raised',
      )}
    >
      <div className="min-w-0 flex-1 basis-72">
        <Link
          ref={link}
          href={`/approvals/${repair_id}`}
          onFocus={() => {
            onSelect(repair_id);
          }}
          className="inline-flex min-h-8 items-center font-medium [overflow-wrap:anywhere] text-brand underline-offset-4 hover:underline"
        >
          {object}
        </Link>
        <p className="text-muted">
          {capital(spaced(ticket.kind))} in <ConnectionName id={connection_id} />
          {entities.length > 0 && ` · ${entities.map(spaced).join(', ')}`} ·{' '}
          {plural(changes.selected, 'change')}
          {changes.offered > changes.selected && ` of ${countWords(changes.offered)} offered`}
        </p>
        <p className="text-muted">
          {touched === null ? 'Records not counted yet' : `Touches ${plural(touched, 'record')}`} · by{' '}
          {authorWord(repair.author)} · <RelativeTime at={repair.created_at} />
          {repair.state === 'proposed' && repair.expires_at !== null && (
            <>
              {' '}
              · expires <RelativeTime at={repair.expires_at} />
            </>
          )}
        </p>
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <SeverityBadge severity={ticket.severity} />
        {repair.state === 'proposed' ? (
          <Badge tone={repair.band === 'manual' ? 'neutral' : 'info'}>{bandWord(repair.band)}</Badge>
        ) : (
          <RepairStateBadge repair={repair} />
        )}
        <Confidence value={repair.confidence} />
      </div>
      {decide !== undefined && (
        <div className="flex flex-wrap gap-2">
          <Button
            icon={Check}
            aria-label={`Approve ${object}`}
            busy={decide.busy}
            disabled={changes.selected === 0}
            onClick={() => {
              decide.approve(repair);
            }}
          >
            Approve
          </Button>
          <Button
            look="quiet"
            icon={X}
            aria-label={`Reject ${object}`}
            disabled={decide.busy}
            onClick={() => {
              decide.reject(repair);
            }}
          >
            Reject
          </Button>
        </div>
      )}
    </li>
  );
};
