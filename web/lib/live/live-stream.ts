import { apiOrigin } from '../api-origin';
import type { Schemas } from '../api-client';
import { accessToken, refreshToken } from '../session/access-token';
import { createEventStreamParser } from './parse-event-stream';
import type { StreamMessage } from './parse-event-stream';

export type LiveEvent = Schemas['LiveEvent'];

export interface LiveState {
  readonly phase: 'connecting' | 'live' | 'reconnecting' | 'offline';
  /** Attempts since the stream was last live. */
  readonly attempt: number;
  /** Epoch milliseconds. */
  readonly lastEventAt: number | undefined;
}

export interface LiveListener {
  /** In the order in which they happened; what comes within a moment is told at once. */
  readonly onEvents?: (events: readonly LiveEvent[]) => void;
  /** The server cannot resume where this stream stopped: whatever is shown must be asked for again. */
  readonly onResync?: () => void;
  readonly onState?: (state: LiveState) => void;
}

/** Heartbeats come every 15 s at the latest; after so much silence the connection is dead. */
const silenceMs = 40_000;
const longestWaitMs = 15_000;
/** However many events come, nothing on screen has to change more often than this. */
const gatherMs = 100;

/** Asked anew: it changes while something is awaited. */
const hasAborted = (signal: AbortSignal): boolean => signal.aborted;

/** The tenant's events by fetch with the bearer, which EventSource cannot send. Resumes by Last-Event-ID. */
export class LiveStream {
  private state: LiveState = {
    phase: 'connecting',
    attempt: 0,
    lastEventAt: undefined,
  };
  private arrived: LiveEvent[] = [];
  private telling: ReturnType<typeof setTimeout> | undefined;
  private readonly listeners = new Set<LiveListener>();
  private lastId: string | undefined;
  private stopped = new AbortController();
  private wake: (() => void) | undefined;
  private open: AbortController | undefined;

  get current(): LiveState {
    return this.state;
  }

  subscribe(listener: LiveListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  start(): void {
    this.stopped = new AbortController();
    const { signal } = this.stopped;
    window.addEventListener(
      'online',
      () => {
        // What was open before is dead, or may be: a new connection costs little and knows at once.
        this.open?.abort();
        this.wake?.();
      },
      { signal },
    );
    window.addEventListener(
      'offline',
      () => {
        this.move({ phase: 'offline' });
      },
      { signal },
    );
    void this.run(signal);
  }

  stop(): void {
    this.stopped.abort();
    this.wake?.();
  }

  private async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.connectOnce(signal).catch(() => undefined);
      if (hasAborted(signal)) return;
      const attempt = this.state.attempt + 1;
      this.move({ phase: navigator.onLine ? 'reconnecting' : 'offline', attempt });
      await this.pause(Math.min(longestWaitMs, 500 * 2 ** Math.min(attempt, 6)) * (0.5 + Math.random() / 2));
    }
  }

  private async pause(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.wake = undefined;
  }

  private async connectOnce(stopped: AbortSignal): Promise<void> {
    const token = await accessToken();
    if (token === undefined) return;
    const attempt = new AbortController();
    this.open = attempt;
    const signal = AbortSignal.any([attempt.signal, stopped]);
    const response = await fetch(`${apiOrigin}/api/v1/events/stream`, {
      headers: {
        Accept: 'text/event-stream',
        Authorization: `Bearer ${token}`,
        'X-Client': 'console',
        ...(this.lastId === undefined ? {} : { 'Last-Event-ID': this.lastId }),
      },
      cache: 'no-store',
      signal,
    });
    if (response.status === 401) await refreshToken();
    if (!response.ok || response.body === null) return;
    // Without an id to resume by, whatever happened before this moment was missed.
    if (this.lastId === undefined && this.state.attempt > 0) this.resync();
    // An answer may still arrive after the network has gone; what follows it may not.
    this.move({ phase: navigator.onLine ? 'live' : 'offline', attempt: 0 });
    await this.read(response.body, attempt);
  }

  private async read(body: ReadableStream<Uint8Array>, attempt: AbortController): Promise<void> {
    const parse = createEventStreamParser((message) => {
      this.take(message);
    });
    const reader = body
      .pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>)
      .getReader();
    let silence = setTimeout(() => {
      attempt.abort();
    }, silenceMs);
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        clearTimeout(silence);
        silence = setTimeout(() => {
          attempt.abort();
        }, silenceMs);
        parse(value);
      }
    } finally {
      clearTimeout(silence);
    }
  }

  private take({ event, data, id }: StreamMessage): void {
    if (id !== undefined && id !== '') this.lastId = id;
    if (event === 'resync') this.resync();
    if (event === 'resync' || event === 'ready') return;
    // Told even if the stream is stopped meanwhile: it would resume behind them.
    this.arrived.push(JSON.parse(data) as LiveEvent);
    this.telling ??= setTimeout(() => {
      this.tell();
    }, gatherMs);
  }

  private tell(): void {
    this.telling = undefined;
    const events = this.arrived;
    this.arrived = [];
    this.move({ lastEventAt: Date.now() });
    for (const { onEvents } of this.listeners) onEvents?.(events);
  }

  private resync(): void {
    for (const { onResync } of this.listeners) onResync?.();
  }

  private move(change: Partial<LiveState>): void {
    this.state = { ...this.state, ...change };
    for (const { onState } of this.listeners) onState?.(this.state);
  }
}
