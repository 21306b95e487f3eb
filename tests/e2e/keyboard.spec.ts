/** Everything can be reached and left with the keyboard alone, and one sees where one is. */
import { expect, test } from './support/test.ts';
import { words } from './support/words.ts';

for (const path of ['/', '/see', '/read']) {
  test(`${path}: Tab visits what there is, visibly, and comes out again`, async ({ page }) => {
    await page.goto(`${path}?lang=en`);
    if (path === '/see') await page.getByTestId('predictions').locator('> *').first().waitFor();
    const visited: string[] = [];
    for (let step = 0; step < 60; step++) {
      await page.keyboard.press('Tab');
      const stop = await page.evaluate(() => {
        const element = document.activeElement;
        if (!element || element === document.body) return undefined;
        const { outlineStyle, boxShadow } = getComputedStyle(element);
        const name = element.getAttribute('aria-label') ?? element.textContent ?? '';
        return { name: name.trim(), marked: outlineStyle !== 'none' || boxShadow !== 'none' };
      });
      if (!stop) break;
      expect(stop.marked, `"${stop.name}" shows its focus`).toBe(true);
      visited.push(stop.name);
    }
    expect(visited.length).toBeLessThan(60);
    expect(visited[0]).toBe(words('shell', 'en')['shell_skip']);
    expect(visited.join('\n')).toContain('See');
  });
}

test('See by its keys: freeze, why, back to live', async ({ page, see }) => {
  await see.open('?backend=wasm&lang=en');
  await see.expectTop('cat');
  const { see_back_to_live: backToLive = '', see_why_close: closeWhy = '' } = words('see', 'en');
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: backToLive })).toBeVisible();
  await page.keyboard.press('w');
  await expect(page.getByRole('button', { name: closeWhy })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: backToLive })).toBeHidden();
  await see.expectTop('cat');
});
