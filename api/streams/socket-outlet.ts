import { WebSocket } from 'ws';
import type { Outlet } from './outlet.ts';

/** RFC 6455 close codes: 1001 going away (come back elsewhere), 1013 try again later. */
const goingAway = 1001;
/** Bytes below which the reader counts as having taken what was sent. */
const lowBacklog = 65_536;

/** The same events as text messages: events as they are, the rest as `{ type: "ready" | "resync", … }`. */
export const socketOutlet = (socket: WebSocket): Outlet => {
  let waiting: (() => void)[] = [];
  const release = (): void => {
    if (socket.readyState === WebSocket.OPEN && socket.bufferedAmount > lowBacklog) return;
    for (const resolve of waiting) resolve();
    waiting = [];
  };
  socket.on('close', release);
  const send = (value: unknown): void => {
    if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(value), release);
  };
  let answered = true;
  socket.on('pong', () => {
    answered = true;
  });
  return {
    event: send,
    ready: (lastId) => {
      send({ type: 'ready', last_id: lastId });
    },
    resync: (resync) => {
      send({ type: 'resync', ...resync });
    },
    heartbeat: () => {
      if (!answered) {
        socket.terminate();
        return;
      }
      answered = false;
      if (socket.readyState === WebSocket.OPEN) socket.ping();
    },
    backlog: () => socket.bufferedAmount,
    drained: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
        release();
      }),
    end: () => {
      socket.close(goingAway);
    },
    cut: () => {
      socket.terminate();
    },
  };
};
