/** The shape of a source as discovered: objects with typed fields. See SPEC words: object, field, source schema. */

export const fieldTypes = [
  'string',
  'integer',
  'decimal',
  'float',
  'boolean',
  'date',
  'time',
  'timestamp',
  'uuid',
  'enum',
  'object',
  'array',
  'json',
  'binary',
  'null',
  'mixed',
] as const;
/** `timestamp` covers both with and without zone; `zoned` on the field tells. `null`: never seen with a value. */
export type FieldType = (typeof fieldTypes)[number];

export interface SourceField {
  /** Column name, or the dotted path of a nested field (`address.city`; `[]` stands for the elements of an array). */
  readonly name: string;
  readonly type: FieldType;
  readonly nullable: boolean;
  /** The source's own word for the type (`varchar(80)`, `picklist`, `objectId`); shown, not fingerprinted. */
  readonly nativeType?: string;
  readonly length?: number;
  readonly precision?: number;
  readonly scale?: number;
  readonly zoned?: boolean;
  /** Permitted values, for picklists and enums. */
  readonly values?: readonly string[];
  readonly comment?: string;
  /** Share of records that hold the path, 0–1; documents only. */
  readonly presence?: number;
  /** For `mixed`: the types seen. */
  readonly types?: readonly FieldType[];
  readonly references?: { readonly object: string; readonly field: string };
  /** Of a file's text: narrower types that all but a few of its cells fit; not fingerprinted. */
  readonly almost?: readonly FieldType[];
}

export interface SourceObject {
  readonly name: string;
  readonly kind: 'table' | 'view' | 'collection' | 'sobject' | 'sheet' | 'file';
  readonly fields: readonly SourceField[];
  /** Fields of the record key as found; empty when the object has none. */
  readonly key: readonly string[];
  /** Fields fit as an incremental cursor, the best one first; empty: the object is read in full. */
  readonly changeFields: readonly string[];
  readonly comment?: string;
  /** Rows, where the source tells it cheaply. */
  readonly rowEstimate?: number;
  /** `lost`: the object is known to exist but may not be read (never taken for a removed object). */
  readonly access: 'granted' | 'lost';
}

export interface SourceSchema {
  readonly objects: readonly SourceObject[];
  /** What the connector had to guess and could have guessed wrong, one sentence each (an encoding, a delimiter). */
  readonly guesses?: readonly string[];
  /**
   * What is there but could not be looked at this time (a file that is being rewritten): objects, or files whose sheets are
   * objects (`book.xlsx#Sheet`). Nothing is said of them.
   */
  readonly unseen?: readonly { readonly name: string; readonly reason: string }[];
}
