/** Addresses that models may be brought from: what the policy of the page allows, and nothing else. Pure. */
import type { Failure } from '#lib/failure/failure.ts';

export type Address =
  | { readonly kind: 'address'; /** Of a `model.json`. */ readonly url: string }
  | { readonly kind: 'failure'; readonly failure: Failure };

/**
 * @param typed what a person pasted: the address of a model.json, or of the folder it lies in.
 * @param hosts origins.
 */
export function addressOf(typed: string, hosts: readonly string[]): Address {
  const text = typed.trim();
  const full = /^[\w-]+(\.[\w-]+)+\//.test(text) ? `https://${text}` : text;
  if (!URL.canParse(full)) return refused('address-unreadable', text);
  const url = new URL(full);
  if (!hosts.includes(url.origin)) return refused('host-not-allowed', url.origin);
  url.hash = '';
  if (!url.pathname.endsWith('.json')) {
    url.pathname = `${url.pathname.replace(/\/+$/, '')}/model.json`;
  }
  return { kind: 'address', url: url.href };
}

const refused = (code: 'address-unreadable' | 'host-not-allowed', detail: string): Address => ({
  kind: 'failure',
  failure: { code, detail },
});
