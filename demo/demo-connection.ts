import type { Json } from '../domain/json.ts';
import type { System } from '../domain/states/connection.ts';

/** A connection as the demo wants it. */
export interface DemoConnection {
  readonly slug: string;
  readonly name: string;
  readonly system: System;
  readonly config: Readonly<Record<string, Json>>;
  readonly credentials?: Readonly<Record<string, Json>>;
}
