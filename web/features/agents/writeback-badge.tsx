import { Badge } from '../../ui/badge';
import { writebackLook } from './agent-words';
import type { Writeback } from './agent-words';

/** How far a proposed change is, in words. */
export const WritebackBadge = ({ state }: { readonly state: Writeback['state'] }) => {
  const { word, tone } = writebackLook(state);
  return <Badge tone={tone}>{word}</Badge>;
};
