import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** `pass` forwards, `refuse` cuts and refuses, `blackhole` accepts and never answers (which no error tells). */
export type ProxyMode = 'pass' | 'refuse' | 'blackhole';

export interface TcpProxy {
  readonly port: number;
  /** Connections that clients have made so far, and how many of them are still open. */
  readonly calls: { readonly made: number; readonly open: number };
  set(mode: ProxyMode): void;
  close(): Promise<void>;
}

/** A TCP proxy on loopback in front of a real server, to take the server away without stopping it. */
export const startTcpProxy = async (host: string, port: number): Promise<TcpProxy> => {
  let mode: ProxyMode = 'pass';
  let made = 0;
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
  };
  // As on a network that lost its route: what was sent waits, nothing is dropped from the middle of a stream.
  const hold = (...held: readonly Socket[]): void => {
    for (const socket of held) {
      socket.unpipe();
      socket.pause();
    }
  };
  const pairs = new Set<readonly [Socket, Socket]>();
  const server = createServer((near) => {
    made += 1;
    keep(near);
    if (mode === 'refuse') {
      near.resetAndDestroy();
      return;
    }
    const far = connect(port, host);
    keep(far);
    near.pipe(far);
    far.pipe(near);
    const pair = [near, far] as const;
    pairs.add(pair);
    if (mode === 'blackhole') hold(near, far);
    near.on('close', () => {
      pairs.delete(pair);
      far.destroy();
    });
    far.on('close', () => near.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    get calls() {
      return { made, open: pairs.size };
    },
    set: (next) => {
      const before = mode;
      mode = next;
      for (const [near, far] of pairs) {
        if (next === 'refuse') near.resetAndDestroy();
        else if (next === 'blackhole') hold(near, far);
        else if (before === 'blackhole') {
          near.pipe(far);
          far.pipe(near);
        }
      }
    },
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
};
