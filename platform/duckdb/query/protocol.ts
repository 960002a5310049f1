import type { Json } from '../../../domain/json.ts';

/** A value that a query may be given. */
export type QueryParameter = string | number | boolean | null;

/** What a reading process is started with, by its first argument. */
export interface ReaderOptions {
  /** The published file; the process stands in its folder and knows it by name alone. */
  readonly file: string;
  readonly memoryMb: number;
  readonly threads: number;
  readonly spillFolder: string;
  readonly spillMb: number;
  /** The one file that an export may write. */
  readonly exportTo?: string;
}

/** A message to the reading process: one at a time. */
export type ToReader =
  | {
      readonly kind: 'query';
      readonly sql: string;
      readonly parameters: readonly QueryParameter[];
      readonly maxRows: number;
      readonly maxBytes: number;
    }
  /** Statements of our own, never a user's. */
  | { readonly kind: 'export'; readonly sql: string };

export interface QueryColumn {
  readonly name: string;
  /** DuckDB's word for its type. */
  readonly type: string;
}

/** What a query found. */
export interface QueryRows {
  readonly columns: readonly QueryColumn[];
  readonly rows: readonly (readonly Json[])[];
  /** There were more rows than asked for, or than fit into an answer. */
  readonly truncated: boolean;
}

/** A message of the reading process. */
export type FromReader =
  | { readonly kind: 'ready' }
  | ({ readonly kind: 'rows' } & QueryRows)
  | { readonly kind: 'exported' }
  | {
      readonly kind: 'fault';
      readonly code: 'query_refused' | 'query_invalid' | 'query_too_costly' | 'registry_unavailable';
      readonly message: string;
    };
