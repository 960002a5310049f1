import { OpenAPIRegistry, OpenApiGeneratorV31 } from '@asteasolutions/zod-to-openapi';
import type { ResponseConfig, RouteConfig } from '@asteasolutions/zod-to-openapi';
import { STATUS_CODES } from 'node:http';
import { z } from 'zod';
import { problem } from './contract/problem.ts';
import type { Endpoint, RawReply } from './endpoint.ts';

type Document = ReturnType<OpenApiGeneratorV31['generateDocument']>;

const bearerAuth = 'bearerAuth';

/** The OpenAPI 3.1 document of a route table, made from the very schemas that validate. */
export const openApiDocument = (endpoints: readonly Endpoint[], publicUrl: string): Document => {
  const registry = new OpenAPIRegistry();
  registry.registerComponent('securitySchemes', bearerAuth, {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'Access token of POST /api/v1/auth/login',
  });
  for (const endpoint of endpoints) registry.registerPath(operationOf(endpoint));
  return new OpenApiGeneratorV31(registry.definitions, { sortComponents: 'alphabetically' }).generateDocument(
    {
      openapi: '3.1.0',
      info: {
        title: 'AutonomOS',
        version: '1.0.0',
        description:
          'Connects messy sources, keeps the connections alive, and turns everything into one canonical stream. ' +
          'Errors are problem details (RFC 9457). Mutations honour Idempotency-Key for 24 hours.',
      },
      servers: [{ url: publicUrl }],
    },
  );
};

/** `/a/:b` as OpenAPI writes it. */
export const templateOf = (path: string): string => path.replaceAll(/:([a-z_]+)/g, '{$1}');

const operationOf = (endpoint: Endpoint): RouteConfig => ({
  operationId: endpoint.id,
  method: endpoint.method,
  path: templateOf(endpoint.path),
  tags: [endpoint.tag],
  summary: endpoint.summary,
  ...(endpoint.description === undefined ? {} : { description: endpoint.description }),
  security: endpoint.access === 'public' ? [] : [{ [bearerAuth]: [] }],
  request: {
    ...(endpoint.params instanceof z.ZodObject ? { params: endpoint.params } : {}),
    ...(endpoint.query instanceof z.ZodObject ? { query: endpoint.query } : {}),
    ...(takesIdempotencyKey(endpoint) ? { headers: idempotencyHeader } : {}),
    ...(endpoint.body === undefined
      ? {}
      : {
          body: {
            required: true,
            content: { [endpoint.rawBody ?? 'application/json']: { schema: endpoint.body } },
          },
        }),
  },
  responses: { ...successes(endpoint), ...failures(endpoint) },
});

const takesIdempotencyKey = ({ method, access, secretReply }: Endpoint): boolean =>
  method !== 'get' && access !== 'public' && !secretReply;

const idempotencyHeader = z.object({
  'Idempotency-Key': z
    .string()
    .min(1)
    .max(255)
    .optional()
    .describe('The same key and content within 24 hours get the first answer again'),
});

const successes = ({ replies }: Endpoint): Record<string, ResponseConfig> =>
  Object.fromEntries(Object.entries(replies).map(([status, reply]) => [status, successOf(status, reply)]));

const successOf = (status: string, reply: z.ZodType | RawReply | null): ResponseConfig => {
  const description = STATUS_CODES[status] ?? 'OK';
  if (reply === null) return { description };
  if (reply instanceof z.ZodType) return { description, content: { 'application/json': { schema: reply } } };
  return { description: reply.description, content: { [reply.contentType]: { schema: { type: 'string' } } } };
};

/** Statuses that the gateway itself, or a refusing handler, may answer. */
const failures = (endpoint: Endpoint): Record<string, ResponseConfig> => {
  const signedIn = endpoint.access !== 'public';
  const mutates = endpoint.method !== 'get';
  const statuses = [
    400,
    ...(signedIn || endpoint.tag === 'auth' ? [401] : []),
    ...(signedIn ? [403] : []),
    ...(endpoint.params === undefined ? [] : [404]),
    ...(mutates ? [409, 413, 415] : []),
    422,
    429,
    500,
    503,
  ];
  return Object.fromEntries(
    statuses.map((status) => [
      status,
      {
        description: STATUS_CODES[status] ?? '',
        content: { 'application/problem+json': { schema: problem } },
      },
    ]),
  );
};
