import type { Response } from 'express';
import type { Outlet } from './outlet.ts';

const message = (event: string, data: unknown, id?: number): string =>
  `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;

/** Server-sent events (WHATWG HTML, section 9.2). The id field alone moves a client's Last-Event-ID. */
export const sseOutlet = (response: Response): Outlet => {
  const write = (text: string): void => {
    if (!response.destroyed && !response.writableEnded) response.write(text);
  };
  return {
    event: (event) => {
      write(message(event.type, event, event.id));
    },
    ready: (lastId) => {
      write(message('ready', { last_id: lastId }, lastId));
    },
    resync: (resync) => {
      write(message('resync', resync, resync.last_id));
    },
    heartbeat: () => {
      write(': heartbeat\n\n');
    },
    backlog: () => response.writableLength,
    drained: () =>
      response.writableNeedDrain && !response.destroyed
        ? new Promise((resolve) => {
            const done = (): void => {
              response.off('drain', done);
              response.off('close', done);
              resolve();
            };
            response.on('drain', done);
            response.on('close', done);
          })
        : Promise.resolve(),
    end: () => {
      response.end();
    },
    cut: () => {
      response.destroy();
    },
  };
};
