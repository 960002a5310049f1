import { z } from 'zod';
import { catalogue } from '../../../connectors/catalogue.ts';
import type { ConnectorDescription } from '../../../connectors/catalogue.ts';
import type { Json } from '../../../domain/json.ts';
import { systems } from '../../../domain/states/connection.ts';
import type { System } from '../../../domain/states/connection.ts';
import { catalogueReply } from '../../contract/connections.ts';
import type { catalogueEntry } from '../../contract/connections.ts';
import { endpoint } from '../../endpoint.ts';

type JsonSchema = Record<string, Json>;

/** As somebody writes it who fills in the form: fields with a default may be left out. */
const jsonSchemaOf = (schema: z.ZodType): JsonSchema =>
  z.toJSONSchema(schema, { target: 'draft-2020-12', io: 'input', unrepresentable: 'any' }) as JsonSchema;

/** Names of the properties that are marked as secret, in any branch of the schema. */
const secretsOf = (schema: unknown): readonly string[] => {
  if (Array.isArray(schema)) return schema.flatMap(secretsOf);
  if (schema === null || typeof schema !== 'object') return [];
  return Object.entries(schema).flatMap(([name, member]: [string, unknown]) =>
    name === 'properties' && member !== null && typeof member === 'object'
      ? Object.entries(member).flatMap(([field, described]: [string, unknown]) =>
          isSecret(described) ? [field] : [],
        )
      : secretsOf(member),
  );
};

const isSecret = (described: unknown): boolean =>
  described !== null && typeof described === 'object' && 'secret' in described && described.secret === true;

const entryOf = (system: System, description: ConnectorDescription): z.input<typeof catalogueEntry> => {
  const credentials = jsonSchemaOf(description.credentialsSchema);
  const { oauth } = description;
  return {
    system,
    title: description.title,
    description: description.description,
    config_schema: jsonSchemaOf(description.configSchema),
    credentials_schema: credentials,
    secret_fields: [...new Set(secretsOf(credentials))].sort(),
    oauth: oauth === undefined ? null : { scopes: [...oauth.scopes], pkce: oauth.pkce },
  };
};

const entries = systems.flatMap((system) => {
  const description = catalogue[system];
  return description === undefined ? [] : [{ system, description }];
});

export const getCatalogue = endpoint({
  id: 'listCatalogue',
  method: 'get',
  path: '/connections/catalogue',
  tag: 'connections',
  summary: 'Systems that can be connected, with the JSON Schemas of their settings',
  role: 'viewer',
  replies: { 200: catalogueReply },
  handle: (_call, { config }) => {
    const offered = entries.filter(({ system }) => system !== 'filesource' || config.FEATURE_USE_FILESOURCE);
    const data = offered.map(({ system, description }) => entryOf(system, description));
    return Promise.resolve({ status: 200, body: { data } });
  },
});
