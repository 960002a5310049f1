import type { Entity, Mapping } from '../mapping/types.ts';
import { byCodeUnit } from '../schema/code-units.ts';
import type { ConnectionState } from '../states/connection.ts';

/** What lineage is made of: sources as they look, active mappings, and what agents read. Pure data; I/O gathers it. */

export interface LineageSource {
  readonly connectionId: string;
  /** Unique in the tenant and immutable: ids of nodes are made of it. */
  readonly slug: string;
  readonly name: string;
  readonly system: string;
  /** `stale`: it answers, but has not been read for longer than its schedule says. */
  readonly status: ConnectionState | 'stale';
  /** Why it is in that state, in words; null where there is nothing to say. */
  readonly reason: string | null;
}

export interface LineageColumn {
  /** Column name, or the dotted path of a nested field. */
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
}

/** The active mapping of a table to one entity. */
export interface TableMapping {
  readonly mapping: Mapping;
  readonly author: 'human' | 'heuristic' | 'memory' | 'llm' | 'default';
  /** By canonical field: the calibrated confidence of the repair that gave the rule its form; absent where none did. */
  readonly confidence: Readonly<Record<string, number>>;
}

export interface LineageTable {
  readonly slug: string;
  /** The object's name at its first mapping as record keys keep it (without `/`); its own name where it was never mapped. */
  readonly stream: string;
  readonly object: string;
  readonly columns: readonly LineageColumn[];
  /** Source paths that an open ticket declares gone or retyped. */
  readonly lost: readonly string[];
  /** The open ticket, or null. */
  readonly ticketId: string | null;
  readonly mappings: readonly TableMapping[];
}

/** What an agent reads of the unified views. */
export interface AgentReads {
  readonly agent: string;
  readonly title: string;
  readonly reads: readonly { readonly entity: Entity; readonly columns: readonly string[] }[];
}

export interface LineageCatalogue {
  readonly sources: readonly LineageSource[];
  readonly tables: readonly LineageTable[];
  readonly agents: readonly AgentReads[];
}

/** The catalogue as the clock has it: sources that are well but stale say so, with the reason, by id of the connection. */
export const withStale = (
  catalogue: LineageCatalogue,
  reasons: ReadonlyMap<string, string>,
): LineageCatalogue => ({
  ...catalogue,
  sources: catalogue.sources.map((source) => {
    const reason = reasons.get(source.connectionId);
    const isWell = source.status === 'active' || source.status === 'new';
    return reason === undefined || !isWell ? source : { ...source, status: 'stale', reason };
  }),
});

/** The catalogue sorted by slug, stream, entity and agent: equal however it was gathered. */
export const inOrder = ({ sources, tables, agents }: LineageCatalogue): LineageCatalogue => ({
  sources: [...sources].sort((a, b) => byCodeUnit(a.slug, b.slug)),
  tables: [...tables]
    .sort((a, b) => byCodeUnit(a.slug, b.slug) || byCodeUnit(a.stream, b.stream))
    .map((table) => ({
      ...table,
      mappings: [...table.mappings].sort((a, b) => byCodeUnit(a.mapping.entity, b.mapping.entity)),
    })),
  agents: [...agents].sort((a, b) => byCodeUnit(a.agent, b.agent)),
});
