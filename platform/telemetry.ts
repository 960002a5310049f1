import { randomBytes } from 'node:crypto';
import { ROOT_CONTEXT, SpanStatusCode, isSpanContextValid, propagation, trace } from '@opentelemetry/api';
import type { Context, Tracer } from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import type { Resource } from '@opentelemetry/resources';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
} from '@opentelemetry/sdk-trace-base';
import type { SpanProcessor } from '@opentelemetry/sdk-trace-base';
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node';

export interface Telemetry {
  readonly tracer: Tracer;
  /** Where spans go that others record (workflows, in their sandbox); undefined when none is exported. */
  readonly exporting: { readonly resource: Resource; readonly spanProcessor: SpanProcessor } | undefined;
  /** Sends what is still buffered; at most a few seconds. */
  shutdown(): Promise<void>;
}

/**
 * Starts tracing for this process. Without a collector no span is recorded, but every span still has a trace id, so logs,
 * problems, audit rows and events can always be joined. Only `traceparent` crosses the border: baggage of strangers would
 * travel on to every system that we call.
 */
export const startTelemetry = (service: string, collector: string | undefined): Telemetry => {
  const resource = resourceFromAttributes({ 'service.name': service });
  const spanProcessor =
    collector === undefined
      ? undefined
      : new BatchSpanProcessor(new OTLPTraceExporter({ url: `${collector.replace(/\/$/, '')}/v1/traces` }));
  const provider = new NodeTracerProvider({
    resource,
    sampler:
      collector === undefined
        ? new AlwaysOffSampler()
        : new ParentBasedSampler({ root: new AlwaysOnSampler() }),
    spanProcessors: spanProcessor === undefined ? [] : [spanProcessor],
  });
  provider.register({ propagator: new W3CTraceContextPropagator() });
  return {
    tracer: provider.getTracer(scope),
    exporting: spanProcessor === undefined ? undefined : { resource, spanProcessor },
    shutdown: () => provider.shutdown(),
  };
};

const scope = 'autonomos';

/** Runs `work` as a span of the trace that a stored `traceparent` names; of a new trace for none. */
export const continueTrace = <T>(
  traceparent: string | null,
  name: string,
  work: () => Promise<T>,
): Promise<T> => {
  const parent = contextFromHeaders(traceparent === null ? {} : { traceparent });
  return trace.getTracer(scope).startActiveSpan(name, {}, parent, async (span) => {
    try {
      return await work();
    } catch (error) {
      // The message may quote data: it stays in the logs, which are filtered.
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  });
};

/** The context that a `traceparent` header describes; the root context for none or a malformed one. */
export const contextFromHeaders = (headers: Readonly<Record<string, unknown>>): Context =>
  propagation.extract(ROOT_CONTEXT, headers);

/** The trace id of the running request or activity, 32 hex digits; a new one outside of any. */
export const currentTraceId = (): string => {
  const span = trace.getActiveSpan()?.spanContext();
  return span !== undefined && isSpanContextValid(span) ? span.traceId : randomBytes(16).toString('hex');
};

/** `traceparent` (W3C Trace Context, version 00) of the running span, or undefined outside of any. */
export const currentTraceparent = (): string | undefined => {
  const span = trace.getActiveSpan()?.spanContext();
  if (span === undefined || !isSpanContextValid(span)) return undefined;
  return `00-${span.traceId}-${span.spanId}-${(span.traceFlags & 1) === 1 ? '01' : '00'}`;
};
