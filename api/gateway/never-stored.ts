import type { RequestHandler } from 'express';

/** Answers are a person's own: neither the browser nor a proxy keeps one, unless its endpoint says otherwise. */
export const neverStored: RequestHandler = (_request, response, next) => {
  response.setHeader('Cache-Control', 'no-store');
  next();
};
