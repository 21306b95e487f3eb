let latest = 0;

/**
 * An id that nobody else has; ids made later sort later. Not `crypto.randomUUID`, which is missing on
 * insecure origins, where everything but the camera works.
 */
export function newId(): string {
  latest = Math.max(Date.now(), latest + 1);
  const [high, low] = crypto.getRandomValues(new Uint32Array(2));
  return [latest, high!, low!].map((part) => part.toString(36)).join('-');
}
