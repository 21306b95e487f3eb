/** Serves the production build as a good static host would: used by `npm start` and by the browser tests. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sirv from 'sirv';
import { headers } from './headers.ts';

export interface StaticServerOptions {
  readonly directory: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly host?: string;
  readonly certificate?: { readonly key: string; readonly cert: string };
  /** Answers a request itself when it returns true; the tests break things here. */
  readonly intercept?: (request: IncomingMessage, response: ServerResponse) => boolean;
}

export interface StaticServer {
  readonly port: number;
  /** Ends open connections too, so that "the server is gone" is true at once. */
  close(): Promise<void>;
}

/** SvelteKit's hashed files, and models that carry their hash in the name. */
const immutable = /^\/_app\/immutable\/|^\/models\/.*[.-][0-9a-f]{8,}\.[a-z]+$/;

/** @throws the `listen` error, e.g. EADDRINUSE when the port is taken. */
export async function startStaticServer(options: StaticServerOptions): Promise<StaticServer> {
  const notFound = readNotFoundPage(options.directory);
  const files = sirv(options.directory, {
    brotli: true,
    gzip: true,
    etag: true,
    setHeaders(response, path) {
      response.setHeader(
        'Cache-Control',
        immutable.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
      );
    },
    onNoMatch(_request, response) {
      response.writeHead(404, { 'Content-Type': 'text/html; charset=utf-8' }).end(notFound);
    },
  });
  const listener = (request: IncomingMessage, response: ServerResponse) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    if (options.intercept?.(request, response)) return;
    // A range is one of the file itself, not of what it was compressed to.
    if (request.headers.range) delete request.headers['accept-encoding'];
    files(request, response);
  };
  const server = options.certificate
    ? createSecureServer({ ...options.certificate }, listener)
    : createServer(listener);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

function readNotFoundPage(directory: string): string {
  try {
    return readFileSync(join(directory, '404.html'), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'Not found';
    throw error;
  }
}
