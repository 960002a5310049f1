import { SpanKind, context, trace } from '@opentelemetry/api';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import type { Logger } from '../../platform/logger.ts';
import type { Metrics } from '../../platform/metrics.ts';
import { contextFromHeaders } from '../../platform/telemetry.ts';
import type { Telemetry } from '../../platform/telemetry.ts';
import { withRequestState } from './request-state.ts';
import type { RequestState } from './request-state.ts';

/**
 * Layer 1: each request is a span, child of the caller's `traceparent` where there is one. The trace id goes out in
 * `traceparent` and `X-Request-Id`, and into everything that the request causes.
 */
export const traceRequests =
  (telemetry: Telemetry, metrics: Metrics, logger: Logger): RequestHandler =>
  (request: Request, response: Response, next: NextFunction) => {
    const startedAt = performance.now();
    const parent = contextFromHeaders(request.headers);
    const span = telemetry.tracer.startSpan(request.method, { kind: SpanKind.SERVER }, parent);
    const { traceId, spanId, traceFlags } = span.spanContext();
    const state: RequestState = {
      traceId,
      logger: logger.child({ trace_id: traceId }),
      route: 'unmatched',
    };
    response.setHeader('traceparent', `00-${traceId}-${spanId}-${(traceFlags & 1) === 1 ? '01' : '00'}`);
    response.setHeader('X-Request-Id', traceId);
    response.once('close', () => {
      const seconds = (performance.now() - startedAt) / 1000;
      const { method } = request;
      const { route } = state;
      const status = response.statusCode;
      metrics.observeRequest({ method, route, status, seconds });
      span.updateName(`${method} ${route}`);
      span.setAttributes({
        'http.request.method': method,
        'http.route': route,
        'http.response.status_code': status,
      });
      span.end();
      state.logger[status >= 500 ? 'warn' : 'debug']({ method, route, status, seconds }, 'request');
    });
    context.with(withRequestState(trace.setSpan(parent, span), state), next);
  };
