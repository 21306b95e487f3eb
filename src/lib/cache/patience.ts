/**
 * For those who wait for somebody else's download: a phone puts tabs to sleep that it does not show, and with them what
 * they hold. Fetched only by who has waited; imports nothing, so that it shares nothing with who asks for it.
 */

/** Between two looks at how far the other is. */
const lookMs = 10_000;
/** Looks that find no more than the one before: then it is asleep, or its line is dead. */
const mostIdleLooks = 3;

/**
 * Settles when nothing has moved for so long that nobody is there.
 * @param progress grows while the other works. @param isOver nobody waits any more
 */
export async function untilIdle(
  progress: () => Promise<number>,
  isOver: () => boolean,
): Promise<void> {
  let last = -1;
  for (let idleLooks = 0; idleLooks < mostIdleLooks && !isOver(); idleLooks++) {
    const now = await progress();
    if (now > last) idleLooks = -1;
    last = Math.max(last, now);
    await new Promise((soon) => setTimeout(soon, lookMs));
  }
}
