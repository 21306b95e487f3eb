/** A line to a server: lets so many bytes through a second, for all connections together, and knows what they were. */
import { Agent, createServer, request, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';

/** What came over the line, in the order in which it was asked for. */
export interface Passed {
  readonly path: string;
  readonly kind: Kind;
  /** Milliseconds since 1970. */
  readonly askedAt: number;
  /** When so many bytes of it, head included, had passed. */
  readonly pieces: readonly { readonly at: number; readonly bytes: number }[];
}

export type Kind = 'html' | 'js' | 'css' | 'wasm' | 'model' | 'font' | 'image' | 'other';

export interface Line {
  readonly origin: string;
  /** Everything since the last time this was asked. */
  take(): readonly Passed[];
  close(): void;
}

/** Small enough for connections to take turns, large enough for timers to keep up. */
const pieceBytes = 8 * 1024;
/** A real line does not rest because this machine is busy: what was missed is made up for, up to here. */
const caughtUpMs = 100;

/** @param bitsPerSecond Infinity: no slower than this machine. */
export async function openLine(toOrigin: string, bitsPerSecond: number): Promise<Line> {
  const agent = new Agent({ keepAlive: true });
  let passed: Passed[] = [];
  let freeAt = 0;
  /** Settles when the line has carried so many bytes more. */
  const carry = async (bytes: number) => {
    freeAt = Math.max(freeAt, performance.now() - caughtUpMs) + (8000 * bytes) / bitsPerSecond;
    const waitMs = freeAt - performance.now();
    if (waitMs > 0) await new Promise((done) => setTimeout(done, waitMs));
  };
  const server = createServer((asked, answer) => {
    const { method, url = '/', headers } = asked;
    const pieces: { at: number; bytes: number }[] = [];
    const log = passed;
    const askedAt = wallClock();
    const onward = request(new URL(url, toOrigin), { method, headers, agent });
    onward.on('error', () => answer.destroy());
    answer.on('close', () => onward.destroy());
    onward.on('response', (response: IncomingMessage) => {
      const { statusCode = 502, rawHeaders } = response;
      const path = new URL(url, toOrigin).pathname;
      log.push({ path, kind: kindOf(path, response), askedAt, pieces });
      const forward = async () => {
        const pass = async (bytes: number) => {
          await carry(bytes);
          pieces.push({ at: wallClock(), bytes });
        };
        await pass(rawHeaders.join(': ').length + 2 * rawHeaders.length);
        answer.writeHead(statusCode, rawHeaders);
        for await (const chunk of response as AsyncIterable<Buffer>) {
          for (let from = 0; from < chunk.length; from += pieceBytes) {
            const piece = chunk.subarray(from, from + pieceBytes);
            await pass(piece.length);
            answer.write(piece);
          }
        }
        answer.end();
      };
      // Whoever hangs up has no use for the rest.
      forward().catch(() => answer.destroy());
    });
    asked.pipe(onward);
  });
  await new Promise<void>((done) => server.listen(0, 'localhost', done));
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    take: () => {
      const all = passed;
      passed = [];
      return all;
    },
    close() {
      agent.destroy();
      server.close();
      server.closeAllConnections();
    },
  };
}

const wallClock = (): number => performance.timeOrigin + performance.now();

const kinds: Readonly<Record<string, Kind>> = {
  '.js': 'js',
  '.mjs': 'js',
  '.css': 'css',
  '.wasm': 'wasm',
  '.bin': 'model',
  '.woff2': 'font',
  '.webp': 'image',
  '.png': 'image',
  '.svg': 'image',
  '.ico': 'image',
};

function kindOf(path: string, { headers }: IncomingMessage): Kind {
  if (headers['content-type']?.startsWith('text/html')) return 'html';
  return path.includes('/model') ? 'model' : (kinds[extname(path)] ?? 'other');
}

/** Bytes that had passed by then, by kind. */
export function bytesByKind(passed: readonly Passed[], until = Infinity): Map<Kind, number> {
  const sums = new Map<Kind, number>();
  for (const { kind, pieces } of passed) {
    for (const { at, bytes } of pieces) {
      if (at <= until) sums.set(kind, (sums.get(kind) ?? 0) + bytes);
    }
  }
  return sums;
}
