/** What a spec can do and read on See, through the observable contract only. */
import { expect, type Locator, type Page } from '@playwright/test';
import type { FailureCode } from '../../../src/lib/failure/failure.ts';
import { failureWords, words, type Language } from './words.ts';

export interface Answer {
  readonly label: string;
  readonly score: number;
}

export class SeePage {
  readonly predictions: Locator;
  readonly runtime: Locator;
  readonly photoInput: Locator;

  constructor(
    readonly page: Page,
    readonly origin = '',
  ) {
    this.predictions = page.getByTestId('predictions').locator('> *');
    this.runtime = page.getByTestId('runtime');
    this.photoInput = page.getByTestId('drop-photo');
  }

  async open(query = ''): Promise<void> {
    await this.page.goto(`${this.origin}/see${query}`);
  }

  /** Unfolds how it runs and why so. */
  async openStory(): Promise<void> {
    await this.runtime.locator('summary').click();
  }

  /** Waits until something is recognised and returns it, best first. */
  async answers(timeoutMs = 30_000): Promise<Answer[]> {
    await expect(this.predictions.first()).toHaveAttribute('data-score', /\d/, {
      timeout: timeoutMs,
    });
    return this.predictions.evaluateAll((rows) =>
      rows.map((row) => ({
        label: row.getAttribute('data-label') ?? '',
        score: Number(row.getAttribute('data-score')),
      })),
    );
  }

  async expectTop(label: string | RegExp, timeoutMs = 30_000): Promise<void> {
    await expect(this.predictions.first()).toHaveAttribute('data-label', label, {
      timeout: timeoutMs,
    });
  }

  async tensors(): Promise<number> {
    return Number(await this.runtime.getAttribute('data-tensors'));
  }

  /** The sentence and the next step of a failure, in words. */
  async expectFailure(code: FailureCode, language: Language = 'en'): Promise<void> {
    const { sentence, next } = failureWords(code, language);
    const notice = this.page.locator(`[data-failure=${code}]`);
    await expect(notice).toContainText(sentence);
    await expect(notice).toContainText(next);
  }

  async tryAgain(language: Language = 'en'): Promise<void> {
    const name = words('shell', language)['shell_try_again'] ?? '';
    await this.page.getByRole('button', { name }).click();
  }
}
