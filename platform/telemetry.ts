import { ROOT_CONTEXT, isSpanContextValid, propagation, trace } from '@opentelemetry/api';
import type { Context, Tracer } from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
} from '@opentelemetry/sdk-trace-base';
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node';

export interface Telemetry {
  readonly tracer: Tracer;
  /** Sends what is still buffered; at most a few seconds. */
  shutdown(): Promise<void>;
}

/**
 * Starts tracing for this process. Without a collector no span is recorded, but every span still has a trace id, so logs,
 * problems, audit rows and events can always be joined. Only `traceparent` crosses the border: baggage of strangers would
 * travel on to every system that we call.
 */
export const startTelemetry = (service: string, collector: string | undefined): Telemetry => {
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': service }),
    sampler:
      collector === undefined
        ? new AlwaysOffSampler()
        : new ParentBasedSampler({ root: new AlwaysOnSampler() }),
    spanProcessors:
      collector === undefined
        ? []
        : [
            new BatchSpanProcessor(
              new OTLPTraceExporter({ url: `${collector.replace(/\/$/, '')}/v1/traces` }),
            ),
          ],
  });
  provider.register({ propagator: new W3CTraceContextPropagator() });
  return { tracer: provider.getTracer('autonomos'), shutdown: () => provider.shutdown() };
};

/** The context that a `traceparent` header describes; the root context for none or a malformed one. */
export const contextFromHeaders = (headers: Readonly<Record<string, unknown>>): Context =>
  propagation.extract(ROOT_CONTEXT, headers);

/** The trace id of the running request or activity: 32 hex digits, all zeros outside of any. */
export const currentTraceId = (): string => {
  const span = trace.getActiveSpan()?.spanContext();
  return span !== undefined && isSpanContextValid(span) ? span.traceId : '0'.repeat(32);
};

/** `traceparent` (W3C Trace Context, version 00) of the running span, or undefined outside of any. */
export const currentTraceparent = (): string | undefined => {
  const span = trace.getActiveSpan()?.spanContext();
  if (span === undefined || !isSpanContextValid(span)) return undefined;
  return `00-${span.traceId}-${span.spanId}-${(span.traceFlags & 1) === 1 ? '01' : '00'}`;
};
