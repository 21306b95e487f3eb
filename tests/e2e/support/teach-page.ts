/** What a spec can do and read on Teach, through the observable contract only. */
import { expect, type Locator, type Page } from '@playwright/test';
import type { Upload } from './bad-photos.ts';
import type { Language } from './words.ts';

/** Three workers share two cores with the browser. */
export const trainingMs = 60_000;

export class TeachPage {
  readonly cards: Locator;
  readonly trainButton: Locator;
  readonly training: Locator;
  readonly evaluation: Locator;
  /** The list; its rows are `answers`. */
  readonly predictions: Locator;
  readonly answers: Locator;
  readonly testPhoto: Locator;
  readonly undo: Locator;
  readonly redo: Locator;

  constructor(
    readonly page: Page,
    readonly origin = '',
  ) {
    this.cards = page.getByTestId('class-card');
    this.trainButton = page.getByTestId('train');
    this.training = page.getByTestId('training-state');
    this.evaluation = page.getByTestId('evaluation');
    this.predictions = page.getByTestId('predictions');
    this.answers = this.predictions.locator('> *');
    this.testPhoto = page.getByTestId('test-photo');
    this.undo = page.getByTestId('undo');
    this.redo = page.getByTestId('redo');
  }

  async openDoor(language: Language = 'en'): Promise<void> {
    await this.page.goto(`${this.origin}/teach?lang=${language}`);
  }

  /** Makes a project whose classes have these names, and nothing in them. Returns its id. */
  async newProject(classes: readonly string[], language: Language = 'en'): Promise<string> {
    await this.openDoor(language);
    await this.page.getByTestId('new-image-project').click();
    return this.nameClasses(classes);
  }

  /** Gives a project that has just been made these classes. Returns its id. */
  async nameClasses(classes: readonly string[]): Promise<string> {
    await this.page.waitForURL(/\/teach\/project\?/);
    await expect(this.cards).toHaveCount(2);
    for (let more = classes.length - 2; more > 0; more--) {
      await this.page.getByTestId('add-class').click();
    }
    await expect(this.cards).toHaveCount(classes.length);
    for (const [i, name] of classes.entries()) {
      await this.cards.nth(i).getByTestId('class-name').fill(name);
      await this.page.keyboard.press('Enter');
      await expect(this.card(name)).toBeVisible();
    }
    return new URL(this.page.url()).searchParams.get('id') ?? '';
  }

  async openProject(id: string): Promise<void> {
    await this.page.goto(`${this.origin}/teach/project?id=${encodeURIComponent(id)}&lang=en`);
    await expect(this.cards.first()).toBeVisible();
  }

  card(name: string): Locator {
    return this.page.locator(`[data-testid=class-card][data-class="${name}"]`);
  }

  /** Samples of a class, as its card counts them. */
  async count(name: string): Promise<number> {
    return Number(await this.card(name).getAttribute('data-count'));
  }

  async counts(): Promise<Record<string, number>> {
    const all = await this.cards.evaluateAll((cards) =>
      cards.map((card) => [card.dataset['class'] ?? '', Number(card.dataset['count'])] as const),
    );
    return Object.fromEntries(all);
  }

  async expectCount(name: string, count: number): Promise<void> {
    await expect(this.card(name)).toHaveAttribute('data-count', String(count));
  }

  async upload(name: string, files: readonly Upload[]): Promise<void> {
    await this.card(name)
      .getByTestId('upload')
      .setInputFiles([...files]);
  }

  record(name: string): Locator {
    return this.card(name).getByTestId('record');
  }

  async expectTraining(state: string, timeoutMs = trainingMs): Promise<void> {
    await expect(this.training).toHaveAttribute('data-state', state, { timeout: timeoutMs });
  }

  async accuracy(): Promise<number> {
    await expect(this.evaluation).toHaveAttribute('data-accuracy', /\d/);
    return Number(await this.evaluation.getAttribute('data-accuracy'));
  }

  /** What is on top of the answers to what is in view. */
  async expectTop(label: string): Promise<void> {
    await expect(this.answers.first()).toHaveAttribute('data-label', label, {
      timeout: trainingMs,
    });
  }
}
