/** A self-signed certificate for this machine's own addresses, kept so that a phone is asked only once. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';

export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

interface KeptCertificate extends Certificate {
  readonly addresses: readonly string[];
  /** Milliseconds since the epoch. */
  readonly expires: number;
}

const dayMs = 24 * 60 * 60 * 1000;

/** The IPv4 addresses under which other devices of the network reach this machine. */
export function lanAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter((address) => address.family === 'IPv4' && !address.internal)
    .map((address) => address.address);
}

export async function certificateFor(
  addresses: readonly string[],
  folder: string,
): Promise<Certificate> {
  const file = join(folder, 'certificate.json');
  const kept = readKept(file);
  const covers = kept && addresses.every((address) => kept.addresses.includes(address));
  if (kept && covers && kept.expires > Date.now() + dayMs) return kept;

  // Safari refuses certificates that live longer than 825 days, and some phones ones over 398.
  const expires = Date.now() + 365 * dayMs;
  const made = await generate([{ name: 'commonName', value: 'Aprendiz on this network' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    notAfterDate: new Date(expires),
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'keyUsage', digitalSignature: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          ...['127.0.0.1', ...addresses].map((ip) => ({ type: 7 as const, ip })),
        ],
      },
    ],
  });
  const certificate = { key: made.private, cert: made.cert, addresses, expires };
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, JSON.stringify(certificate), { mode: 0o600 });
  return certificate;
}

function readKept(file: string): KeptCertificate | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as KeptCertificate;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
