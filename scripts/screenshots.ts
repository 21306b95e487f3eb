/**
 * `npm run screenshots`: every page as phone and desktop, light and dark, in both languages, from the
 * production build. All of them land in tests/.cache/screenshots, those of the README in docs/screenshots.
 * `-- --readme` makes these alone.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright';
import sharp from 'sharp';
import { cameraArgs, photoPath } from '../tests/e2e/support/camera-file.ts';
import { findChromium } from './find-chromium.mjs';
import { startStaticServer } from './server/static-server.ts';

const root = join(import.meta.dirname, '..');
const everything = join(root, 'tests', '.cache', 'screenshots');
const readme = join(root, 'docs', 'screenshots');
const inReadme = new Set([
  'see-phone-light-en',
  'see-desktop-dark-pt-BR',
  'home-phone-dark-pt-BR',
  'home-desktop-light-en',
  'read-phone-light-en',
  'read-desktop-dark-pt-BR',
  'teach-phone-dark-pt-BR',
  'teach-desktop-light-en',
  'multilayer-perceptron-phone-light-en',
  'back-propagation-desktop-dark-pt-BR',
]);
const readmeOnly = process.argv.includes('--readme');
const pages = {
  home: '/',
  see: '/see',
  models: '/models',
  learn: '/learn',
};
/** Each with the state it is shown in. */
const labs = {
  'multilayer-perceptron': 'data=spiral&layers=8~8&optimiser=adam&rate=0.01&seed=3',
  'back-propagation': '',
};
const sizes = {
  phone: { width: 412, height: 915, deviceScaleFactor: 2 },
  desktop: { width: 1280, height: 800, deviceScaleFactor: 1.5 },
};
const themes = ['light', 'dark'] as const;
const languages = ['en', 'pt-BR'] as const;
const stageOfTest = { en: 'Test', 'pt-BR': 'Testar' };
const taught = ['cat', 'cup', 'rocket'] as const;
const names = {
  en: { cat: 'Cat', cup: 'Cup', rocket: 'Rocket' },
  'pt-BR': { cat: 'Gato', cup: 'Xícara', rocket: 'Foguete' },
};

const typed = {
  en: 'Somebody left the kettle on and the whole kitchen smells of rain.',
  'pt-BR': 'Alguém esqueceu a chaleira no fogo e a cozinha inteira cheira a chuva.',
};

mkdirSync(everything, { recursive: true });
mkdirSync(readme, { recursive: true });
const site = await startStaticServer({ directory: join(root, 'build'), port: 0 });
const executablePath = await findChromium();
const browser = await chromium.launch({
  ...(executablePath && { executablePath }),
  args: cameraArgs('cat'),
});
for (const [size, { deviceScaleFactor, ...viewport }] of Object.entries(sizes)) {
  for (const colorScheme of themes) {
    for (const language of languages) {
      const touch = size === 'phone';
      const context = await browser.newContext({
        ...{ viewport, deviceScaleFactor, colorScheme },
        ...{ isMobile: touch, hasTouch: touch },
      });
      const page = await context.newPage();
      const asked = (name: string) =>
        !readmeOnly || inReadme.has(`${name}-${size}-${colorScheme}-${language}`);
      for (const [name, path] of Object.entries(pages)) {
        if (!asked(name)) continue;
        await page.goto(`http://localhost:${site.port}${path}?lang=${language}`);
        await settle(page);
        await keep(page, `${name}-${size}-${colorScheme}-${language}`);
      }
      for (const [lab, state] of Object.entries(labs)) {
        if (!asked(lab)) continue;
        await learn(page, language, lab, state);
        await keep(page, `${lab}-${size}-${colorScheme}-${language}`);
      }
      for (const [name, show] of Object.entries({ read, teach })) {
        if (!asked(name)) continue;
        await show(page, language);
        await keep(page, `${name}-${size}-${colorScheme}-${language}`);
      }
      await context.close();
    }
  }
}
await browser.close();
await site.close();

/** A lab in the middle of what it does. */
async function learn(
  page: Page,
  language: (typeof languages)[number],
  lab: string,
  state: string,
): Promise<void> {
  await page.goto(`http://localhost:${site.port}/learn/${lab}?lang=${language}&${state}`);
  await page.locator('[data-testid=lab][data-ready=true]').waitFor();
  await page.getByTestId('lab-play').click();
  await page.waitForTimeout(12_000);
  await page.evaluate(() => scrollTo(0, 0));
}

/** A text as somebody types it, with its reasons. */
async function read(page: Page, language: (typeof languages)[number]): Promise<void> {
  await page.goto(`http://localhost:${site.port}/read?lang=${language}&model=language`);
  await page.getByTestId('text-input').fill(typed[language]);
  await page.locator('[data-testid=predictions] > [data-score]').first().waitFor();
  await page.waitForTimeout(3_000);
}

/** A project of three classes, taught with a few looks at a photo each. */
async function teach(page: Page, language: (typeof languages)[number]): Promise<void> {
  await page.goto(`http://localhost:${site.port}/teach?lang=${language}`);
  await page.getByTestId('new-image-project').first().click();
  await page.getByTestId('add-class').click();
  for (const [i, photo] of taught.entries()) {
    const card = page.getByTestId('class-card').nth(i);
    await card.getByTestId('class-name').fill(names[language][photo]);
    await card.getByTestId('class-name').press('Enter');
    await card.getByTestId('upload').setInputFiles(await looksAt(photo));
    await card.getByTestId('sample').nth(5).waitFor();
  }
  // On a phone the stages take turns.
  const test = page.getByRole('radio').and(page.getByLabel(stageOfTest[language], { exact: true }));
  if (await test.isVisible()) await test.check({ force: true });
  await page.locator('[data-testid=predictions] > [data-score]').first().waitFor();
  // Until the word of what was added last has passed.
  await page.waitForTimeout(9_000);
}

async function looksAt(photo: (typeof taught)[number]) {
  return Promise.all(
    Array.from({ length: 6 }, async (_, i) => ({
      name: `${photo}-${i}.jpg`,
      mimeType: 'image/jpeg',
      buffer: await sharp(photoPath(photo))
        .resize(400 + 20 * i, 400, { fit: 'cover' })
        .flop(i % 2 === 1)
        .modulate({ brightness: 0.8 + 0.08 * i })
        .jpeg()
        .toBuffer(),
    })),
  );
}

/** Until the first answer where there is a camera, then until nothing moves. */
async function settle(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle');
  if (await page.getByTestId('predictions').count()) {
    await page.locator('[data-testid=predictions] > [data-score]').first().waitFor();
  }
  await page.waitForTimeout(1500);
}

async function keep(page: Page, name: string): Promise<void> {
  const picture = await sharp(await page.screenshot())
    .webp({ quality: 80 })
    .toBuffer();
  writeFileSync(join(everything, `${name}.webp`), picture);
  if (inReadme.has(name)) writeFileSync(join(readme, `${name}.webp`), picture);
  console.log(`${name}  ${Math.ceil(picture.length / 1024)} KiB`);
}
