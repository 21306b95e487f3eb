import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openPlainKernels } from '#lib/engine/kernels/plain/open.ts';
import { Random } from '#lib/maths/random.ts';
import { closeDatabase, inTransaction } from '#lib/storage/database.ts';
import { readEmbeddings } from '#lib/storage/embeddings.ts';
import { tinyTextData, tinyWords } from '../../../../../tests/support/tiny-text-model.ts';
import { defaultsOf } from '../../train/settings.ts';
import { answererOf } from '../checkpoint.ts';
import { Follow } from '../follow.ts';
import type {
  EpochPoint,
  LabelledSample,
  TextResult,
  TextTrainerCalls,
  TrainMethod,
} from '../protocol.ts';
import { train } from '../train/train.ts';
import { Reader } from './reader.ts';
import { TextMedium } from './text-medium.ts';
import { TextTester } from './text-tester.ts';

const projectId = 'p';
const settings = {
  ...defaultsOf('text'),
  ...{ epochs: 30, batchSize: 8, validation: 0.25, learningRate: 0.01, units: 8, seed: 4 },
  ...{ embeddingSize: 8, window: 16, earlyStopping: false },
};

type Follows = TextTrainerCalls['follow'];

/** Reads by chance alone: what is learnt on top of it is learnt from the texts. */
function tinyReader(): Promise<Reader> {
  const data = tinyTextData({ units: tinyWords, pooling: 'mean-max' });
  const file = { ...data.file, labels: [], dense: data.file.dense.slice(0, 1) };
  return Reader.of('tiny-1', { file, bytes: data.bytes }, openPlainKernels());
}

const stops: (() => Promise<void>)[] = [];

async function following(samples: readonly LabelledSample[]) {
  const reader = await tinyReader();
  const medium = new TextMedium(reader);
  const controller = new AbortController();
  const heard: Follows['progress'][] = [];
  let update: (update: Follows['update']) => void = () => undefined;
  const follow = new Follow(
    {
      projectId,
      classes: [
        { id: 'cats', role: 'answer' },
        { id: 'dogs', role: 'answer' },
      ],
      samples,
      instant: 'lda',
    },
    {
      signal: controller.signal,
      progress: (progress) => heard.push(progress),
      onUpdate: (listener) => (update = listener),
    },
    medium,
  );
  const running = follow.run().catch((error: unknown) => {
    if (!controller.signal.aborted) throw error;
  });
  stops.push(async () => {
    controller.abort();
    await running;
  });
  return { reader, medium, follow, heard, update: (one: Follows['update']) => update(one) };
}

type Following = Awaited<ReturnType<typeof following>>;

const animals = {
  cats: ['cats', 'purr', 'meow', 'whiskers', 'kitten', 'mice'],
  dogs: ['dogs', 'bark', 'woof', 'fetch', 'puppy', 'bones'],
};
const filling = ['the', 'a', 'good', 'bad', 'very', 'old', 'small', 'today', 'and', 'with'];

/** Sentences of a class have words of their own among others. */
function sentences(classId: keyof typeof animals, count: number): string[] {
  const random = new Random(classId.charCodeAt(0));
  const any = (words: readonly string[]) => words[random.below(words.length)]!;
  return Array.from({ length: count }, () =>
    Array.from({ length: 8 }, (_, i) => any(i % 3 === 0 ? animals[classId] : filling)).join(' '),
  );
}

async function stored(
  texts: Readonly<Partial<Record<keyof typeof animals, readonly string[]>>>,
): Promise<LabelledSample[]> {
  const rows = Object.entries(texts).flatMap(([classId, own]) =>
    own.map((text, i) => {
      const id = `${classId}-${i}`;
      const base = { id, projectId, classId, burst: id, takenAt: i, part: 'auto' as const };
      return { ...base, origin: 'typed' as const, text };
    }),
  );
  await inTransaction(['samples'], 'readwrite', async (transaction) => {
    for (const row of rows) await transaction.objectStore('samples').put(row);
  });
  return rows.map(({ id, classId, burst, part }) => ({ id, classId, burst, part }));
}

const some = (count: number) =>
  stored({ cats: sentences('cats', count), dogs: sentences('dogs', count) });

function run(
  { follow, medium }: Following,
  method: TrainMethod,
  request: Partial<TextTrainerCalls['train']['request']> = {},
  signal = new AbortController().signal,
  onPoint: (point: EpochPoint) => void = () => undefined,
) {
  return train(
    { runId: 'r', settings: { ...settings, method }, ...request },
    {
      signal,
      progress: (progress) => {
        if (progress.kind === 'epoch') onPoint(progress.point);
      },
      onUpdate: () => undefined,
    },
    follow,
    medium,
  );
}

const settled = ({ follow }: Following) =>
  follow.settled(new AbortController().signal, () => undefined);

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
  vi.restoreAllMocks();
  await closeDatabase();
});

describe('following texts', () => {
  it('embeds each once, to unit length, and tells the head in few updates', async () => {
    const first = await following(await some(40));
    await settled(first);
    const heads = first.heard.filter(({ kind }) => kind === 'head');
    expect(heads.length).toBeLessThan(40);
    expect(await readEmbeddings(projectId, 'tiny-1', '')).toHaveLength(80);
    expect(Math.hypot(...first.follow.gallery.vector('cats-1')!)).toBeCloseTo(1, 2);
    const embed = vi.spyOn(Reader.prototype, 'embed');
    const second = await following(await some(40));
    await settled(second);
    expect(embed).not.toHaveBeenCalled();
  });

  it('keeps what is nearly the same in one part', async () => {
    const texts = sentences('cats', 12);
    const samples = await stored({
      cats: texts.flatMap((text) => [text, `${text.toUpperCase()}!`]),
      dogs: sentences('dogs', 12),
    });
    const followed = await following(samples);
    await settled(followed);
    const grouped = await followed.medium.grouped(followed.follow.gallery.samples(), projectId);
    const bursts = new Map(grouped.map(({ id, burst }) => [id, burst]));
    for (let i = 0; i < 24; i += 2)
      expect(bursts.get(`cats-${i}`)).toBe(bursts.get(`cats-${i + 1}`));
    expect(new Set(bursts.values()).size).toBe(24);
  });
});

const deep = ['bag-of-words', 'lstm', 'fine-tune'] as const;

describe('training on texts', () => {
  it.each(deep)('%s learns what it was not told', async (method) => {
    const followed = await following(await some(24));
    const { report, answerer } = await run(followed, method);
    const right = report.judgements.filter(({ truth, answer }) => truth === answer).length;
    expect(report.judgements.length).toBeGreaterThan(8);
    expect(right / report.judgements.length).toBeGreaterThan(method === 'fine-tune' ? 0.7 : 0.9);
    expect(await answererOf({ projectId, runId: 'r' }, report.bestEpoch)).toEqual(answerer);

    // What was judged is what answers.
    const tester = new TextTester(followed.reader);
    await tester.answerWith(answerer);
    const texts = { cats: sentences('cats', 24), dogs: sentences('dogs', 24) };
    for (const { sampleId, answer, score } of report.judgements) {
      const [classId, place] = sampleId.split('-') as [keyof typeof texts, string];
      const { scores } = await tester.answer(texts[classId][Number(place)]!);
      const [best] = scores;
      if (score < 0.51) continue;
      expect(best?.classId).toBe(answer);
      expect(best?.score).toBeCloseTo(score, 1);
    }
    // Whatever the network makes of it, in no script of the samples.
    expect((await tester.answer('стол и стул')).distance).toBe(2);
  });

  it.each(deep)('%s goes on after a break to the same weights', async (method) => {
    const followed = await following(await some(10));
    const few = {
      settings: { ...settings, method, epochs: 8, dropout: 0.2, recurrentDropout: 0.2 },
    };
    const whole = await run(followed, method, few);
    let nowMs = 0;
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => (nowMs += 2_000));
    const kill = (point: EpochPoint) => {
      if (point.epoch === 4) throw new Error('the worker is gone');
    };
    const { signal } = new AbortController();
    await expect(run(followed, method, { ...few, runId: 'k' }, signal, kill)).rejects.toThrow(
      'gone',
    );
    clock.mockRestore();
    const heard: number[] = [];
    const again = { ...few, runId: 'k', resume: true };
    const resumed = await run(followed, method, again, signal, ({ epoch }) => heard.push(epoch));
    expect(heard[0]).toBe(4);
    expect(resumed.answerer).toEqual(whole.answerer);
    expect(resumed.curve).toEqual(whole.curve);
  });

  it('cancelled, keeps the best so far', async () => {
    const followed = await following(await some(10));
    const cancel = new AbortController();
    const { report, curve } = await run(followed, 'lstm', {}, cancel.signal, ({ epoch }) => {
      if (epoch === 2) cancel.abort();
    });
    expect(report.stopped).toBe('cancelled');
    expect(curve).toHaveLength(2);
  });
});

describe('a text as it is typed', () => {
  async function typing() {
    const followed = await following(await some(20));
    await settled(followed);
    await vi.waitFor(() => expect(followed.heard.some(({ kind }) => kind === 'head')).toBe(true));
    const told = followed.heard.findLast((one) => one.kind === 'head');
    if (told?.kind !== 'head') throw new Error('no head');
    const tester = new TextTester(followed.reader);
    const controller = new AbortController();
    const answers: { sequence: number; result: TextResult }[] = [];
    let update: (update: TextTrainerCalls['type']['update']) => void = () => undefined;
    const running = tester
      .type({
        signal: controller.signal,
        progress: ({ sequence, result }) => answers.push({ sequence, result }),
        onUpdate: (listener) => (update = listener),
      })
      .catch(() => undefined);
    stops.push(async () => {
      controller.abort();
      await running;
    });
    const type = (sequence: number, text: string) => update({ kind: 'text', sequence, text });
    return { tester, answerer: told.answerer, answers, type };
  }

  it('is answered in its newest form, and again when another head answers', async () => {
    const { tester, answerer, answers, type } = await typing();
    for (let i = 1; i <= 5; i++) type(i, 'cats purr and purr'.slice(0, 3 * i + 3));
    await vi.waitFor(() => expect(answers.at(-1)?.sequence).toBe(5));
    expect(answers.length).toBeLessThan(5);
    expect(answers.at(-1)!.result).toMatchObject({ scores: [], tokens: 4 });
    await tester.answerWith(answerer);
    await vi.waitFor(() => expect(answers.at(-1)!.result.scores).toHaveLength(2));
    const { result, sequence } = answers.at(-1)!;
    expect(sequence).toBe(5);
    expect(result.scores.reduce((sum, { score }) => sum + score, 0)).toBeCloseTo(1, 5);
    expect(result.distance).toBeGreaterThanOrEqual(0);
    expect(result.distance).toBeLessThan(2);
    expect((await tester.answer('стол и стул')).distance).toBe(2);
    type(6, ' ');
    await vi.waitFor(() => expect(answers.at(-1)?.sequence).toBe(6));
    expect(answers.at(-1)!.result).toMatchObject({ scores: [], tokens: 0 });
  });

  it('is explained token by token: what was lost without each', async () => {
    const { tester, answerer } = await typing();
    await tester.answerWith(answerer);
    const text = 'Woof! dogs bark 👍🏽';
    const { signal } = new AbortController();
    const effects = await tester.explain({ text, classId: 'dogs' }, () => undefined, signal);
    expect(effects.map(({ start, end }) => text.slice(start, end))).toEqual([
      'Woof',
      '!',
      'dogs',
      'bark',
      '👍🏽',
    ]);
    const p = (await tester.answer(text)).scores.find(({ classId }) => classId === 'dogs')!.score;
    const without = (await tester.answer('Woof!  bark 👍🏽')).scores.find(
      ({ classId }) => classId === 'dogs',
    )!.score;
    expect(effects[2]!.without).toBeCloseTo(without, 5);
    const odds = (score: number) => Math.log(score / (1 - score));
    expect(effects[2]!.contribution).toBeCloseTo(odds(p) - odds(without), 4);
  });
});
