/** Consent page, token endpoint, revocation and identity. */
import { Router } from 'express';
import type { Request, Response } from 'express';
import { OAuthError } from './authorization-server.ts';
import type { AuthorizationServer, Parameters } from './authorization-server.ts';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string): string => text.replace(/[&<>"']/g, (letter) => entities[letter] ?? '');

const strings = (values: unknown): Parameters =>
  Object.fromEntries(
    Object.entries((values ?? {}) as Record<string, unknown>).filter(
      (pair): pair is [string, string] => typeof pair[1] === 'string',
    ),
  );

const consentPage = (parameters: Parameters): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Allow access?</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:26rem;margin:4rem auto;padding:0 1rem;color:#16325c}
button{font:inherit;padding:.75rem 1.5rem;margin-right:.5rem;border-radius:.25rem;border:1px solid #0176d3;min-height:44px}
button[value=allow]{background:#0176d3;color:#fff}</style></head>
<body><h1>Allow access?</h1>
<p>Salesforce simulator: <strong>${escaped(parameters['client_id'] ?? '')}</strong> asks to
read and change the data of this org, and to do so at any time.</p>
<form method="post" action="/services/oauth2/authorize">
${Object.entries(parameters)
  .map(([name, value = '']) => `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`)
  .join('\n')}
<button name="decision" value="allow">Allow</button><button name="decision" value="deny">Deny</button>
</form></body></html>`;

const back = (redirectUri: string, answer: Parameters): string => {
  const url = new URL(redirectUri);
  for (const [name, value] of Object.entries(answer))
    if (value !== undefined) url.searchParams.set(name, value);
  return url.href;
};

const answerError = (error: unknown, response: Response): void => {
  if (!(error instanceof OAuthError)) throw error;
  response.status(400).json({ error: error.error, error_description: error.message });
};

const authorizeRoutes = (authorization: AuthorizationServer, router: Router): void => {
  router.get('/services/oauth2/authorize', (request, response) => {
    const parameters = strings(request.query);
    try {
      authorization.checkRequest(parameters);
      response.type('html').send(consentPage(parameters));
    } catch (error) {
      answerError(error, response);
    }
  });
  router.post('/services/oauth2/authorize', (request, response) => {
    const parameters = strings(request.body);
    const { state } = parameters;
    try {
      const { redirectUri } = authorization.checkRequest(parameters);
      const answer =
        parameters['decision'] === 'allow'
          ? { code: authorization.grant(parameters), state }
          : { error: 'access_denied', error_description: 'end-user denied authorization', state };
      response.redirect(302, back(redirectUri, answer));
    } catch (error) {
      answerError(error, response);
    }
  });
};

const bearer = (request: Request): string =>
  (request.get('authorization') ?? '').replace(/^(Bearer|OAuth) /, '');

/** `instanceUrl` is where the data API of this org lives. */
export const oauthRoutes = (authorization: AuthorizationServer, instanceUrl: () => string): Router => {
  const router = Router();
  authorizeRoutes(authorization, router);
  router.post('/services/oauth2/token', (request, response) => {
    try {
      response.json(authorization.token(strings(request.body), instanceUrl()));
    } catch (error) {
      answerError(error, response);
    }
  });
  router.all('/services/oauth2/revoke', (request, response) => {
    const { token = '' } = { ...strings(request.query), ...strings(request.body) };
    try {
      authorization.revoke(token);
      response.status(200).end();
    } catch (error) {
      answerError(error, response);
    }
  });
  const { organizationId, userId } = authorization.settings;
  const identity = (request: Request, response: Response): void => {
    if (!authorization.isOpen(bearer(request))) {
      response.status(403).type('text').send('Bad_OAuth_Token');
      return;
    }
    response.json({
      user_id: userId,
      organization_id: organizationId,
      preferred_username: 'admin@simulator.example',
    });
  };
  router.get('/services/oauth2/userinfo', identity);
  router.get('/id/:organization/:user', identity);
  return router;
};
