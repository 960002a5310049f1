import type { Period } from './period.ts';

/** The five unified views and what the Data Connection Layer knows of itself. */
export const views = ['accounts', 'contacts', 'opportunities', 'cloud_resources', 'cloud_costs'] as const;
export type View = (typeof views)[number];

/** What is counted or summed. Money is answered per currency, always. */
export const measures = ['records', 'value', 'average', 'win_rate', 'employees'] as const;
export type Measure = (typeof measures)[number];

/** Which records of a view are meant. */
export const states = ['open', 'won', 'lost', 'closed', 'stuck', 'overdue', 'untagged', 'idle'] as const;
export type State = (typeof states)[number];

/** What a question can be broken down by, or asked for a value of. */
export const dimensions = [
  ...([
    'name',
    'account',
    'owner',
    'stage',
    'industry',
    'country',
    'city',
    'department',
    'title',
    'currency',
  ] as const),
  ...(['service', 'category', 'region', 'provider', 'sub_account', 'billing_account', 'resource'] as const),
  ...(['resource_type', 'charge_category', 'tag', 'day', 'week', 'month', 'quarter', 'year'] as const),
] as const;
export type Dimension = (typeof dimensions)[number];

/** A value that the question names. Without a dimension, whatever carries that name is meant. */
export interface NameFilter {
  readonly dimension: Dimension | null;
  /** As typed; travels as a parameter, never as SQL. */
  readonly text: string;
}

/** What a question asks of the views, and nothing else: SQL is built from this alone. */
export interface ViewIntent {
  readonly kind: 'figure' | 'list';
  readonly view: View;
  readonly measure: Measure;
  readonly state: State | null;
  readonly by: Dimension | null;
  /** The key of the tag, with `by: 'tag'`. */
  readonly tagKey: string | null;
  readonly names: readonly NameFilter[];
  readonly period: Period | null;
  readonly compareWith: Period | null;
  /** Whether a period means when records were created, and not when they take place. */
  readonly created: boolean;
  readonly order: 'highest' | 'lowest';
  /** Rows of a list, or groups per currency. */
  readonly limit: number;
  /** Days without a change after which an open deal counts as stuck. */
  readonly stuckDays: number;
}

/** Entities whose golden records are made of several source records. */
export const unified = ['account', 'contact'] as const;
export type Unified = (typeof unified)[number];

/** What the data itself is: how fresh, how much of it was merged, where it comes from. */
export type DataIntent =
  | { readonly kind: 'freshness' }
  | { readonly kind: 'duplicates'; readonly entity: Unified | null }
  | { readonly kind: 'sources'; readonly view: View }
  | { readonly kind: 'origin'; readonly entity: Unified; readonly field: string; readonly name: string };

export type Intent = ViewIntent | DataIntent;

export const isViewIntent = (intent: Intent): intent is ViewIntent =>
  intent.kind === 'figure' || intent.kind === 'list';

/** Groups and rows that an answer shows unless the question says how many. */
export const usualLimit = { figure: 20, list: 20 } as const;
/** A question may ask for at most this many. */
export const mostRows = 100;
export const usualStuckDays = 30;
