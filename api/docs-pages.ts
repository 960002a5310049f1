import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import express, { Router } from 'express';
import type { Endpoint } from './endpoint.ts';
import { apiHeaders, docsHeaders } from './gateway/security-headers.ts';
import { openApiDocument } from './openapi.ts';

const { resolve } = createRequire(import.meta.url);
const folderOf = (file: string): string => dirname(resolve(file));
const swaggerFolder = folderOf('swagger-ui-dist/package.json');
const redocFolder = join(folderOf('redoc/package.json'), 'bundles');

const page = (title: string, head: string, body: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title>` +
  `<meta name="viewport" content="width=device-width, initial-scale=1">${head}</head><body>${body}</body></html>`;

const swagger = page(
  'AutonomOS API: Swagger UI',
  '<link rel="stylesheet" href="/docs/assets/swagger-ui.css"><link rel="icon" href="/docs/assets/favicon-32x32.png">',
  '<div id="swagger-ui"></div><script src="/docs/assets/swagger-ui-bundle.js"></script><script src="/docs/start.js"></script>',
);
const startSwagger = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#swagger-ui', deepLinking: true, tryItOutEnabled: true });`;
const redoc = page(
  'AutonomOS API: ReDoc',
  '',
  '<redoc spec-url="/openapi.json"></redoc><script src="/redoc/redoc.standalone.js"></script>',
);

/** `/openapi.json`, Swagger UI at `/docs`, ReDoc at `/redoc`; nothing is loaded from elsewhere. */
export const docsPages = (endpoints: readonly Endpoint[], publicUrl: string): Router => {
  // Made when it is first asked for: it costs as much as all else at the start of an API together.
  let document: string | undefined;
  const router = Router();
  router.get('/openapi.json', apiHeaders, (_request, response) => {
    document ??= JSON.stringify(openApiDocument(endpoints, publicUrl));
    response.type('application/json').send(document);
  });
  router.use(['/docs', '/redoc'], docsHeaders);
  router.get('/docs', (_request, response) => {
    response.type('html').send(swagger);
  });
  router.get('/docs/start.js', (_request, response) => {
    response.type('text/javascript').send(startSwagger);
  });
  router.use('/docs/assets', express.static(swaggerFolder, { index: false, maxAge: '1h' }));
  router.get('/redoc', (_request, response) => {
    response.type('html').send(redoc);
  });
  router.get('/redoc/redoc.standalone.js', (_request, response) => {
    response.sendFile(join(redocFolder, 'redoc.standalone.js'), { maxAge: '1h' });
  });
  return router;
};
