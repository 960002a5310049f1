import {
  Ban,
  CircleCheck,
  CircleMinus,
  CircleX,
  Clock,
  Hourglass,
  LoaderCircle,
  ThumbsUp,
  Undo2,
} from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import type { Schemas } from '../../lib/api-client';
import type { Tone } from '../../ui/badge';

export type Repair = Schemas['Repair'];
export type RepairDetail = Schemas['RepairDetail'];
export type FieldChange = Schemas['FieldChange'];
type State = Schemas['RepairState'];
type Band = Schemas['RepairBand'];

interface Look {
  readonly tone: Tone;
  readonly icon: LucideIcon;
  readonly word: string;
}

export const stateLooks: Readonly<Record<State, Look>> = {
  proposed: { tone: 'warn', icon: Hourglass, word: 'Waiting' },
  approved: { tone: 'info', icon: ThumbsUp, word: 'Approved' },
  applying: { tone: 'info', icon: LoaderCircle, word: 'Applying' },
  applied: { tone: 'good', icon: CircleCheck, word: 'Applied' },
  undone: { tone: 'neutral', icon: Undo2, word: 'Undone' },
  rejected: { tone: 'bad', icon: Ban, word: 'Rejected' },
  expired: { tone: 'neutral', icon: Clock, word: 'Expired' },
  withdrawn: { tone: 'neutral', icon: CircleMinus, word: 'Withdrawn' },
  failed: { tone: 'bad', icon: CircleX, word: 'Failed' },
};
export const repairStates = Object.keys(stateLooks) as readonly State[];
export const repairStateWord = (state: State): string => stateLooks[state].word;

const bandTexts: Readonly<Record<Band, readonly [word: string, means: string]>> = {
  automatic: ['Sure', 'Sure enough to be applied by itself.'],
  review: ['To review', 'Likely, and waits for a person.'],
  manual: ['Doubtful', 'Too little is known: a person has to choose.'],
};
export const repairBands = Object.keys(bandTexts) as readonly Band[];
export const bandWord = (band: Band): string => bandTexts[band][0];
export const bandMeaning = (band: Band): string => bandTexts[band][1];

const authors: Readonly<Record<Repair['author'], string>> = {
  heuristic: 'names, types and values',
  memory: 'earlier decisions',
  llm: 'a language model, checked',
  human: 'a person',
};
export const authorWord = (author: Repair['author']): string => authors[author];

const kinds: Readonly<Record<FieldChange['kind'], string>> = {
  rename: 'Renamed',
  retype: 'Retyped',
  split: 'Split',
  merge: 'Merged',
  object: 'Object renamed',
  new: 'New',
  drop: 'Dropped',
};
export const changeWord = (kind: FieldChange['kind']): string => kinds[kind];

const parts: Readonly<Record<FieldChange['part'], string>> = {
  field: '',
  key: 'Record key',
  change_field: 'Change field',
  where: 'Condition',
  object: 'Object',
};
/** What is changed in the mapping: a canonical field by its name, other parts in words. */
export const targetWord = ({ part, field }: FieldChange): string => (part === 'field' ? field : parts[part]);
