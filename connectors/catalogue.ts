/** What each system's connection is configured with. Data only: forms, validation and OAuth come from here. */
import type { z } from 'zod';
import type { System } from '../domain/states/connection.ts';
import * as filesource from './filesource/config.ts';
import * as mongodb from './mongodb/config.ts';
import * as salesforce from './salesforce/config.ts';
import type * as salesforceOAuth from './salesforce/oauth.ts';
import * as supabase from './supabase/config.ts';

export const { fileKinds } = filesource;

/** Standard OAuth 2 authorisation code flow; paths are relative to the connection's `loginUrl`. */
export interface OAuthDescription {
  readonly authorizePath: string;
  readonly tokenPath: string;
  readonly revokePath: string;
  readonly scopes: readonly string[];
  readonly pkce: 'S256';
  /** URL building and code exchange; loaded when somebody connects. */
  readonly load: () => Promise<typeof salesforceOAuth>;
}

export interface ConnectorDescription {
  readonly title: string;
  readonly description: string;
  /** Fields carry `.describe()` texts for forms. */
  readonly configSchema: z.ZodType;
  /** Secret fields carry `.meta({ secret: true })`. */
  readonly credentialsSchema: z.ZodType;
  readonly oauth?: OAuthDescription;
}

/** Systems without an entry cannot be connected. */
export const catalogue: Readonly<Partial<Record<System, ConnectorDescription>>> = {
  salesforce: {
    title: salesforce.title,
    description: salesforce.description,
    configSchema: salesforce.configSchema,
    credentialsSchema: salesforce.credentialsSchema,
    oauth: { ...salesforce.oauth, load: () => import('./salesforce/oauth.ts') },
  },
  filesource: {
    title: 'Files',
    description: 'CSV, Excel, JSON lines and Parquet files, uploaded or in a folder',
    configSchema: filesource.configSchema,
    credentialsSchema: filesource.credentialsSchema,
  },
  supabase: {
    title: 'Supabase / PostgreSQL',
    description: 'Tables and views of any PostgreSQL 12 or newer',
    configSchema: supabase.configSchema,
    credentialsSchema: supabase.credentialsSchema,
  },
  mongodb: {
    title: 'MongoDB',
    description: 'Collections of a MongoDB database, with the schema read from the documents',
    configSchema: mongodb.configSchema,
    credentialsSchema: mongodb.credentialsSchema,
  },
};
