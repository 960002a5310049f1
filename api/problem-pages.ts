import { Router } from 'express';
import { faults } from '../domain/faults.ts';

/** `/problems/<code>`: what the `type` of a problem points to. */
export const problemPages = (): Router => {
  const router = Router();
  const codes = new Map(Object.entries(faults));
  router.get('/problems/:code', (request, response, next) => {
    const spec = codes.get(request.params.code);
    if (spec === undefined) next();
    else response.json({ code: request.params.code, ...spec });
  });
  return router;
};
