import { z } from 'zod';

/** Read when a connection names no objects of its own. */
export const defaultObjects = ['Account', 'Contact', 'Opportunity', 'Lead', 'User'];

const httpUrl = z.url({ protocol: /^https?$/, normalize: true });

/** What a Salesforce connection is configured with; nothing in it is secret. */
export const configSchema = z.strictObject({
  loginUrl: httpUrl
    .default('https://login.salesforce.com')
    .describe('Where users sign in: login.salesforce.com, test.salesforce.com, or your My Domain'),
  apiVersion: z
    .string()
    .regex(/^\d{2,3}\.0$/, 'must look like 62.0')
    .default('62.0')
    .describe('Version of the Salesforce REST API'),
  objects: z
    .union([z.literal('all'), z.array(z.string().min(1).max(80)).min(1).max(500)])
    .default(defaultObjects)
    .describe('API names of the sObjects to read, or "all" for every queryable one'),
  apiReservePercent: z
    .number()
    .min(0)
    .max(90)
    .default(10)
    .describe("Share of the org's daily API requests (percent) that is left to others"),
  timeoutSeconds: z
    .number()
    .int()
    .min(1)
    .max(600)
    .default(120)
    .describe('Limit of one request to Salesforce'),
});

const secret = (description: string) => z.string().min(1).max(20_000).meta({ secret: true, description });

const token = {
  clientId: z.string().min(1).max(500).describe('Consumer key of the connected app'),
  accessToken: secret('Access token, renewed by itself').optional(),
  instanceUrl: httpUrl.optional().describe('Address of the org, as Salesforce told with the token'),
};

/** How the connection signs in: with a user's consent (`refresh_token`) or as an integration (`client_credentials`). */
export const credentialsSchema = z.discriminatedUnion('grant', [
  z.strictObject({
    grant: z.literal('refresh_token'),
    ...token,
    clientSecret: secret('Consumer secret; not needed where the app relies on PKCE').optional(),
    refreshToken: secret('Refresh token'),
  }),
  z.strictObject({
    grant: z.literal('client_credentials'),
    ...token,
    clientSecret: secret('Consumer secret'),
  }),
]);

export type SalesforceConfig = z.output<typeof configSchema>;
export type SalesforceCredentials = z.output<typeof credentialsSchema>;

export const title = 'Salesforce';
export const description = 'Sales and service data of a Salesforce org, over OAuth 2 and the REST API';

/** What the console needs to offer "Connect with Salesforce"; paths are relative to `loginUrl`. */
export const oauth = {
  authorizePath: '/services/oauth2/authorize',
  tokenPath: '/services/oauth2/token',
  revokePath: '/services/oauth2/revoke',
  scopes: ['api', 'refresh_token', 'offline_access'],
  pkce: 'S256',
} as const;
