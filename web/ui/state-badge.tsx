import type { LucideIcon } from 'lucide-react';
import { Badge } from './badge';
import type { Tone } from './badge';

/** How one state of something is shown. */
export interface StateLook {
  readonly tone: Tone;
  readonly icon: LucideIcon;
  readonly word: string;
}

export const StateBadge = ({ look: { tone, icon, word } }: { readonly look: StateLook }) => (
  <Badge tone={tone} icon={icon}>
    {word}
  </Badge>
);
