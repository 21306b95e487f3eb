/** Frames reach the worker in every browser, by the cheapest way that it has. */
import { expect, test } from './support/test.ts';

const lacking: [name: string, globals: readonly string[]][] = [
  ['frames posted one by one', ['MediaStreamTrackProcessor']],
  ['bitmaps posted one by one', ['MediaStreamTrackProcessor', 'VideoFrame']],
];

for (const [name, globals] of lacking) {
  test(`without a transferable stream: ${name}`, async ({ page, see }) => {
    await page.addInitScript((names) => {
      for (const lost of names) Reflect.deleteProperty(window, lost);
    }, globals);
    await see.open('?backend=wasm');
    await see.expectTop('cat');
    await expect(see.runtime).toHaveAttribute('data-fps', /[1-9]/);
  });
}

test('the drawn camera shows one photograph after another', async ({ see }) => {
  await see.open('?camera=fake&backend=wasm');
  await see.expectTop('cat');
  await see.expectTop('cup');
  await see.expectTop('person');
});
