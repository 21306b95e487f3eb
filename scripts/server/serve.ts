/** Serves build/ for people: says where it is, and how a phone reaches it. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { certificateFor, lanAddresses } from './certificate.ts';
import { startStaticServer, type StaticServer } from './static-server.ts';

const defaultPort = 4173;
const root = join(import.meta.dirname, '..', '..');
const directory = join(root, 'build');

const { values } = parseArgs({
  options: { port: { type: 'string' }, https: { type: 'boolean', default: false } },
});
const asked = values.port === undefined ? undefined : Number(values.port);
if (asked !== undefined && !(Number.isInteger(asked) && asked > 0 && asked < 65535)) {
  console.error(`--port wants a number between 1 and 65534, not "${values.port}".`);
  process.exit(1);
}

const server = await listen(asked ?? defaultPort);
const lan = lanAddresses();
console.log(`\n  Aprendiz  http://localhost:${server.port}\n`);
for (const address of lan) {
  console.log(`  On this network  http://${address}:${server.port}  (photos and text; no camera)`);
}
if (values.https) await serveSecurely(server.port + 1);
else explainPhones();
console.log('\n  Ctrl+C stops it.');

/** The asked port or an error; the usual port, or the next free one. */
async function listen(first: number): Promise<StaticServer> {
  const last = asked === undefined ? first + 20 : first;
  for (let port = first; port <= last; port++) {
    try {
      return await startStaticServer({ directory, port });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
      console.log(`  Port ${port} is taken by another program.`);
    }
  }
  console.error(`  Choose another one: npm start -- --port ${last + 1}`);
  process.exit(1);
}

async function serveSecurely(port: number): Promise<void> {
  const folder = join(root, 'node_modules', '.cache', 'aprendiz');
  const certificate = await certificateFor(lan, folder);
  const secure = await startStaticServer({ directory, port, certificate });
  console.log('\n  On a phone of the same network:');
  for (const address of lan) console.log(`    https://${address}:${secure.port}`);
  console.log(
    [
      '',
      '  The certificate is made by this computer, so the phone warns once: choose',
      '  "Advanced", then "Proceed" (Safari: "Show details", "visit this website").',
      '  The camera then works. Browsers keep no offline copy behind such a warning;',
      '  for that use adb or a certificate that the phone trusts.',
    ].join('\n'),
  );
}

function explainPhones(): void {
  console.log(
    [
      '',
      '  A camera needs a secure address. From a phone, one of:',
      '    npm start -- --https                     a self-signed certificate, a warning once',
      `    adb reverse tcp:${server.port} tcp:${server.port}            Android by cable: open http://localhost:${server.port} on it`,
      '    a tunnel or reverse proxy of your own with HTTPS',
    ].join('\n'),
  );
}
