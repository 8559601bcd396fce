import type { Server } from 'node:http';

/** Listens on 127.0.0.1 only; port 0 takes a free one. Answers the port; rejects when the port is taken. */
export const listenOnLoopback = (server: Server, port = 0): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      if (typeof address === 'object' && address !== null) resolve(address.port);
      else reject(new TypeError('the server has no TCP address'));
    });
  });
