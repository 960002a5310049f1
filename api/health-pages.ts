import { Router } from 'express';
import type { Readiness } from './readiness.ts';

/** `/healthz`: the process answers, and which one it is. `/readyz`: it can do its work, part by part; 503 when it cannot. */
export const healthPages = (readiness: Readiness): Router => {
  const router = Router();
  router.get('/healthz', (_request, response) => {
    response.json({ status: 'ok', pid: process.pid });
  });
  router.get('/readyz', async (_request, response) => {
    const report = await readiness.check();
    response.status(report.ready ? 200 : 503).json(report);
  });
  return router;
};
