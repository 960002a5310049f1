import { CircleAlert, Info, OctagonAlert, TriangleAlert } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import type { Schemas } from '../../lib/api-client';
import { capital } from '../../lib/words';
import type { Tone } from '../../ui/badge';

export type Agent = Schemas['Agent'];
export type AgentId = Schemas['AgentId'];
export type Insight = Schemas['Insight'];
export type Severity = Schemas['InsightSeverity'];
export type Writeback = Schemas['Writeback'];
export type Autonomy = Schemas['Autonomy'];

export const agentIds: readonly AgentId[] = ['revops', 'finops'];
export const isAgent = (text: string | null): text is AgentId => agentIds.some((one) => one === text);

const names: Readonly<Record<AgentId, string>> = { revops: 'RevOps pilot', finops: 'FinOps pilot' };
export const agentName = (agent: AgentId): string => names[agent];

const severities: Readonly<
  Record<Severity, { readonly word: string; readonly tone: Tone; readonly icon: LucideIcon }>
> = {
  critical: { word: 'Critical', tone: 'bad', icon: OctagonAlert },
  warning: { word: 'Warning', tone: 'warn', icon: TriangleAlert },
  notice: { word: 'Notice', tone: 'info', icon: CircleAlert },
  info: { word: 'Info', tone: 'neutral', icon: Info },
};
export const severityLook = (severity: Severity) => severities[severity];
export const severityList = Object.keys(severities) as readonly Severity[];

const modes: Readonly<Record<Autonomy, string>> = {
  observe: 'Finds, and proposes nothing.',
  suggest: 'Proposes changes that people decide.',
  act: 'Makes its changes by itself, over the values that it has seen.',
};
/** The mode alone. */
export const autonomyWord = (mode: Autonomy): string => capital(mode);
export const autonomyModes = Object.keys(modes) as readonly Autonomy[];
/** What a mode means, as a sentence. */
export const autonomyMeaning = (mode: Autonomy): string => modes[mode];

const states: Readonly<Record<Writeback['state'], { readonly word: string; readonly tone: Tone }>> = {
  proposed: { word: 'Waits for a decision', tone: 'info' },
  approved: { word: 'Approved', tone: 'brand' },
  writing: { word: 'Being written', tone: 'brand' },
  verified: { word: 'Written and read back', tone: 'good' },
  undone: { word: 'Taken back', tone: 'neutral' },
  conflict: { word: 'The source had changed', tone: 'warn' },
  rejected: { word: 'Rejected', tone: 'neutral' },
  failed: { word: 'Failed', tone: 'bad' },
};
export const writebackLook = (state: Writeback['state']) => states[state];
export const writebackStates = Object.keys(states) as readonly Writeback['state'][];
