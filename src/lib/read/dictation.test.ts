import { expect, it, vi } from 'vitest';
import { canDictate, dictate } from './dictation.ts';

function platform(answer: () => Promise<string>, local = true) {
  const started: { lang: string; processLocally: boolean }[] = [];
  class SpeechRecognition {
    static available = vi.fn(answer);
    lang = '';
    declare processLocally: boolean;
    onresult: ((event: unknown) => void) | null = null;
    onend: (() => void) | null = null;
    start() {
      started.push(this);
    }
    stop() {
      this.onend?.();
    }
  }
  if (local)
    Object.defineProperty(SpeechRecognition.prototype, 'processLocally', {
      value: false,
      writable: true,
    });
  return { SpeechRecognition, started };
}

it.each([
  ['available', platform(() => Promise.resolve('available')), true],
  ['only after a download', platform(() => Promise.resolve('downloadable')), false],
  ['without the word for staying here', platform(() => Promise.resolve('available'), false), false],
  ['refused', platform(() => Promise.reject(new DOMException('no', 'NotAllowedError'))), false],
  ['absent', {}, false],
  ['only with a server', { webkitSpeechRecognition: class {} }, false],
])('is offered only where speech stays on the device: %s', async (_name, given, offered) => {
  expect(await canDictate('en-US', given)).toBe(offered);
});

it('asks to stay on the device before it listens, and tells words from guesses', () => {
  const given = platform(() => Promise.resolve('available'));
  const heard = { onWords: vi.fn(), onGuess: vi.fn(), onEnd: vi.fn() };
  const listening = dictate('pt-BR', heard, given);
  const [recognition] = given.started as unknown as [InstanceType<typeof given.SpeechRecognition>];
  expect(recognition).toMatchObject({ lang: 'pt-BR', processLocally: true });
  const result = (transcript: string, isFinal: boolean) =>
    Object.assign([{ transcript }], { isFinal });
  recognition.onresult?.({
    resultIndex: 0,
    results: [result(' bom dia ', true), result('gen', false)],
  });
  expect(heard.onWords).toHaveBeenCalledWith('bom dia');
  expect(heard.onGuess).toHaveBeenCalledWith('gen');
  listening.stop();
  expect(heard.onEnd).toHaveBeenCalledWith(undefined);
});
