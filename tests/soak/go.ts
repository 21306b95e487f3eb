/** From door to door within one page, as links do it: what a page leaves behind stays behind. */
import type { Page } from '@playwright/test';
import { patienceMs, type Place, type World } from './world.ts';

/** What is there once a place is open. */
const marks: Readonly<Record<Place, string>> = {
  home: 'h1',
  see: '[data-testid=runtime]',
  read: '[data-testid=text-input]',
  teach: '[data-testid=new-image-project]',
  pictures: '[data-testid=class-card]',
  texts: '[data-testid=class-card]',
  learn: '[data-testid^=lab-link-]',
  lab: '[data-testid=lab]',
  models: '[data-testid=model-row]',
};

/** A link that the router follows, without a new document. */
export async function follow(page: Page, path: string): Promise<void> {
  await page.evaluate((href) => {
    const link = document.createElement('a');
    link.href = href;
    document.querySelector('main')!.append(link);
    link.click();
    link.remove();
  }, path);
  await page.waitForURL((url) => url.pathname + url.search === path, { timeout: patienceMs });
}

export async function go(world: World, place: Place, path = pathOf(world, place)): Promise<void> {
  const { page } = world;
  // The address of a bench is read when it opens: there is no way from one to another but through their list.
  if (isBench(world.place) && isBench(place) && world.place !== place) await go(world, 'teach');
  await follow(page, path);
  await page.locator(marks[place]).first().waitFor({ timeout: patienceMs });
  world.place = place;
}

const isBench = (place: Place) => place === 'pictures' || place === 'texts';

function pathOf({ pictures, texts }: World, place: Place): string {
  const project = (id: string) => `/teach/project?id=${encodeURIComponent(id)}`;
  return {
    home: '/',
    see: '/see?backend=wasm',
    read: '/read?model=sentiment',
    teach: '/teach',
    pictures: project(pictures.id),
    texts: project(texts.id),
    learn: '/learn',
    lab: '/learn/perceptron',
    models: '/models',
  }[place];
}
