import { writeFile } from 'node:fs/promises';
import { openApiDocument } from './openapi.ts';
import { routes } from './routes.ts';

/** `node api/write-openapi.ts FILE` writes the OpenAPI document; needs no server and no environment. */
const file = process.argv[2];
if (file === undefined) throw new Error('Say where to write: node api/write-openapi.ts FILE');
await writeFile(file, `${JSON.stringify(openApiDocument(routes, '/'), null, 2)}\n`);
