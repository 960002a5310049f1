import { ShieldAlert, ShieldCheck, TriangleAlert } from 'lucide-react';
import type { Schemas } from '../../lib/api-client';
import { capital, percentWords } from '../../lib/words';
import { Badge } from '../../ui/badge';
import { stateLooks } from './repair-words';
import type { Repair } from './repair-words';

export const RepairStateBadge = ({ repair }: { readonly repair: Pick<Repair, 'state' | 'undo'> }) => {
  const { tone, icon, word } = stateLooks[repair.state];
  const undoing = repair.undo?.state === 'requested' || repair.undo?.state === 'switched';
  if (undoing && repair.state === 'applied') {
    return (
      <Badge tone="info" icon={stateLooks.applying.icon} spin>
        Being undone
      </Badge>
    );
  }
  return (
    <Badge tone={tone} icon={icon} spin={repair.state === 'applying'}>
      {word}
    </Badge>
  );
};

const severities = {
  breaking: { tone: 'bad', icon: ShieldAlert },
  risky: { tone: 'warn', icon: TriangleAlert },
  harmless: { tone: 'neutral', icon: ShieldCheck },
} as const;

export const SeverityBadge = ({ severity }: { readonly severity: Schemas['Severity'] }) => (
  <Badge tone={severities[severity].tone} icon={severities[severity].icon}>
    {capital(severity)}
  </Badge>
);

/** A confidence as a number and a bar. */
export const Confidence = ({ value }: { readonly value: number }) => (
  <span className="inline-flex items-center gap-2">
    <span className="numeric min-w-10 font-medium md:text-right">{percentWords(value)}</span>
    <span aria-hidden className="h-1.5 w-16 overflow-hidden rounded-full bg-neutral-soft">
      <span className="bar block h-full rounded-full bg-brand" style={{ width: `${String(value * 100)}%` }} />
    </span>
  </span>
);
