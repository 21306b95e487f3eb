/** The service worker has kept everything; the server goes; every door works on, and what was taught answers. */
import { testId, type Visit } from '../visit.ts';
import { perceptron } from './labs.ts';
import { readLanguage } from './read.ts';
import { seePhoto } from './see.ts';
import { expectAnswer, turnTo } from './teach.ts';

export async function offline(visit: Visit): Promise<void> {
  await visit.open('/?lang=en');
  await visit.untilAttribute(testId('offline-ready'), 'data-ready', /^true$/);
  await visit.cutOff();

  await visit.browser.reload();
  await visit.until('the home page', () => document.querySelector('main')?.textContent.trim());
  await visit.open('/teach?lang=en');
  await visit.click(`${testId('project-card')} a`);
  await turnTo(visit, 'train');
  await visit.untilAttribute(testId('evaluation'), 'data-accuracy', /\d/);
  await turnTo(visit, 'test');
  await expectAnswer(visit, 'cup');
  await readLanguage(visit);
  await perceptron(visit);
  await visit.open('/models?lang=en');
  await visit.untilAttribute(testId('model-row'), 'data-state', /^installed$/);
  await seePhoto(visit);
}
