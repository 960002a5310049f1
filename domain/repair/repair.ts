import type { Json } from '../json.ts';
import type { FieldRule, Transform } from '../mapping/types.ts';
import type { Reason } from '../schema/changes.ts';

/** The shapes of a repair as stored, shown and decided; docs/repair.md explains them. */

export const repairBands = ['automatic', 'review', 'manual'] as const;
/** `automatic`: applied by itself; `review`: waits for a person; `manual`: too little is known, a person has to choose. */
export type RepairBand = (typeof repairBands)[number];

export const repairAuthors = ['human', 'heuristic', 'memory', 'llm'] as const;
export type RepairAuthor = (typeof repairAuthors)[number];

export const changeKinds = ['rename', 'retype', 'split', 'merge', 'object', 'new', 'drop'] as const;
/**
 * What became of a source field: another name, another type, several fields, a part of one field, another object, a first
 * mapping, or nothing (its rule is dropped).
 */
export type ChangeKind = (typeof changeKinds)[number];

/** One change of a mapping. The mapping's entity and `id` name it within its repair. */
export interface FieldChange {
  /** `account.annual_revenue`; for other parts of the mapping `account:key`, `account:change_field`, `account:where.0`, `account:object`. */
  readonly id: string;
  readonly kind: ChangeKind;
  readonly part: 'field' | 'key' | 'change_field' | 'where' | 'object';
  /** The canonical field; for other parts the part's name. */
  readonly field: string;
  /** Source paths that are gone or retyped. */
  readonly lost: readonly string[];
  /** Source paths that are read instead; empty where the rule is dropped, or nothing was found: an edit names it. */
  readonly found: readonly string[];
  /** The rule before and after; null where there is none (parts other than fields, new and dropped fields). */
  readonly before: FieldRule | null;
  readonly after: FieldRule | null;
  /** Calibrated probability, 0–1. */
  readonly confidence: number;
  readonly evidence: readonly Reason[];
  /** False: shown, but not part of the document, since it is too doubtful; an edit can take it in. */
  readonly selected: boolean;
}

/** One mapping of the object: from the active version to a new one. All mappings of a repair are switched together. */
export interface RepairedMapping {
  readonly entity: string;
  /** 0: the object has no such mapping yet. */
  readonly from_version: number;
  /** Given when it is applied; null before, and where the mapping is only switched off. */
  readonly to_version: number | null;
  /** YAML of the new version; null: the mapping is switched off (its object is gone for good). */
  readonly document: string | null;
  readonly changes: readonly FieldChange[];
}

/** A row before and after, canonical fields that differ alone. */
export interface SampleRow {
  readonly entity: string;
  readonly record_key: string;
  readonly before: Readonly<Record<string, Json>>;
  readonly after: Readonly<Record<string, Json>>;
}

export interface PassCounts {
  readonly entity: string;
  /** Records of the mapping, each by its newest raw up to the seq. */
  readonly records: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly quarantined: number;
  readonly parked: number;
  readonly filtered: number;
}

/** A pass over the raw records as they were known at a seq: what the new versions make of them. Nothing is written to the stream. */
export interface RepairPass {
  readonly seq: number;
  readonly done: boolean;
  readonly counts: readonly PassCounts[];
  /** SHA-256 over entity, record key and canonical data in key order. */
  readonly digest: string;
  /** At most 20. */
  readonly rows: readonly SampleRow[];
  /** Record key up to which it has come; where it goes on after an interruption. */
  readonly after: string;
}

/** An undo under way or done; the repair stays `applied` until it is `undone`. */
export interface RepairUndo {
  readonly state: 'requested' | 'switched' | 'done' | 'failed';
  readonly requested_by: string;
  readonly reason: string | null;
  readonly requested_at: string;
  /** New versions by entity; null where a mapping is switched off. */
  readonly versions: Readonly<Record<string, number | null>>;
  readonly replay_task_id: string | null;
  readonly failure: string | null;
}

/** Takes a change into the approval; `from` and `transforms` replace what was proposed. */
export interface ChangeEdit {
  readonly id: string;
  readonly from?: readonly string[] | undefined;
  readonly transforms?: readonly Transform[] | undefined;
}
