/** Learn: one lab played until a task ticks itself off; and every lab opens with numbers in it. */
import { testId, type Visit } from '../visit.ts';

const open = async (visit: Visit, lab: string): Promise<void> => {
  await visit.open(`/learn/${lab}?lang=en`);
  await visit.untilAttribute(testId('lab'), 'data-ready', /^true$/);
};

export async function perceptron(visit: Visit): Promise<void> {
  await open(visit, 'perceptron');
  for (let step = 0; step < 13; step++) await visit.click(testId('lab-step'));
  await visit.untilAttribute('[data-task=train]', 'data-done', /^true$/);
  await visit.until(
    'the weights of the park',
    (...weights) =>
      weights.every((key) => document.querySelector(`[data-number=${key}]`)?.textContent === '1'),
    ...['w1', 'w2'],
  );
}

export async function everyLab(visit: Visit): Promise<void> {
  await visit.open('/learn?lang=en');
  const labs = await visit.until('links to labs', () =>
    [...document.querySelectorAll('[data-testid^=lab-link-]')].map(
      (link) => (link as HTMLElement).dataset['testid']?.replace('lab-link-', '') ?? '',
    ),
  );
  if (labs.length < 13) throw new Error(`Only ${labs.length} labs: ${labs.join(', ')}`);
  for (const lab of labs) {
    await open(visit, lab);
    const wrong = await visit.read(() =>
      [...document.querySelectorAll('[data-number]')]
        .map(({ textContent }) => textContent)
        .filter((number) => /NaN|undefined|\[object/.test(number)),
    );
    const width = await visit.read(() => document.documentElement.scrollWidth - innerWidth);
    if (wrong.length > 0) throw new Error(`${lab} says ${wrong.join(', ')}`);
    if (width > 0) throw new Error(`${lab} is ${width} pixels wider than the phone.`);
  }
}
