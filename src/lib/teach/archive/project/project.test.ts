import { unzipSync, zipSync } from 'fflate';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { blobOf } from '#lib/cache/kept-blob.ts';
import { FailureError } from '#lib/failure/failure.ts';
import type { SampleRow } from '#lib/storage/project-rows.ts';
import { packPlain, packValue, unpackValue } from './packed-value.ts';
import { readProject } from './read-project.ts';
import { writeProject, type ProjectContents } from './write-project.ts';

vi.setConfig({ testTimeout: 60_000 });

const head = {
  answerer: {
    head: {
      method: 'linear',
      classes: ['c1', 'c2'],
      dimensions: 2,
      normalisation: { mean: new Float32Array(2), unitLength: true },
      temperature: 0.5,
      layers: [
        {
          weights: { rows: 2, columns: 2, data: Float32Array.of(1, -2, 0.5, 3) },
          bias: Float32Array.of(0, 1),
          activation: 'none',
        },
      ],
    },
  },
  resume: {
    fingerprint: 'f',
    // Numbers of every kind, and bytes of their own.
    state: { labels: Int32Array.of(0, 1, -1), weights: Uint8Array.of(3, 1, 4, 1, 5).buffer },
    curve: [],
  },
};

const sample = (id: string, classId: string, rest: Partial<SampleRow> = {}): SampleRow => ({
  id,
  projectId: 'p',
  classId,
  burst: `b-${id}`,
  takenAt: 1_700_000_000_000,
  origin: 'camera',
  part: 'auto',
  ...rest,
});

const rows: ProjectContents['rows'] = {
  project: {
    id: 'p',
    kind: 'image',
    name: 'Bichos / pets',
    createdAt: 1,
    trunk: 'everyday-1',
    liveRun: 'r1',
    settings: { epochs: 3 },
  },
  classes: [
    { id: 'c1', projectId: 'p', name: 'Gatos', colour: 0, order: 1, role: 'answer' },
    { id: 'c2', projectId: 'p', name: 'Cães?', colour: 1, order: 2, role: 'answer' },
  ],
  samples: [
    sample('s1', 'c1', { fileName: 'tom.png', width: 4, height: 3, hash: '0123456789abcdef' }),
    sample('s2', 'c2', { quality: { sharpness: 3, brightness: 0.5, clipped: 0 } }),
    sample('s3', 'c2', { text: 'au au', origin: 'typed', part: 'test' }),
    sample('s4', 'c2', {
      text: '=1+1\r\n<b>\u0000\u200D</b> \u05e9 e\u0301 \ud83d\udc69',
      origin: 'paste',
    }),
  ],
  runs: [
    {
      id: 'r1',
      projectId: 'p',
      name: 'First',
      startedAt: 5,
      endedAt: 9,
      state: 'done',
      settings: { method: 'linear' },
      curve: [{ epoch: 1, loss: 0.5, validationLoss: NaN }],
      report: { fitMs: 3 },
      epoch: 1,
    },
  ],
};

const picture = (fill: number, length: number, type: string) =>
  new Blob([Uint8Array.from({ length }, (_, i) => (i * fill) & 255)], { type });

async function* data() {
  for (const [id, fill] of [
    ['s1', 7],
    ['s2', 9],
  ] as const) {
    yield {
      id,
      projectId: 'p',
      picture: picture(fill, 300, 'image/jpeg'),
      thumbnail: picture(fill, 40, 'image/webp'),
    };
  }
}

async function* checkpoints(kept: object = head) {
  yield { projectId: 'p', runId: 'r1', epoch: 1, head: kept };
}

const write = () =>
  writeProject({ rows, data: data(), checkpoints: checkpoints() }, { at: new Date(2026, 10, 21) });

/** Everything in a project file, in a form that can be compared. */
async function open(file: Blob) {
  const project = await readProject(file, 'new');
  const pieces: unknown[] = [];
  for await (const piece of project.pieces()) {
    if (piece.kind === 'checkpoint') pieces.push(piece.row);
    else {
      const { picture: own, thumbnail, ...rest } = piece.data;
      const bytes = await Promise.all([own, blobOf(thumbnail)].map((blob) => blob.arrayBuffer()));
      pieces.push({
        ...rest,
        types: [own.type, thumbnail.type],
        bytes: bytes.map((buffer) => Buffer.from(buffer)),
      });
    }
  }
  return { rows: project.rows, pieces };
}

async function codeOf(file: Blob): Promise<string> {
  try {
    await open(file);
    return 'opened';
  } catch (error) {
    if (error instanceof FailureError) return error.failure.code;
    throw error;
  }
}

describe('a project file', () => {
  let bytes: Uint8Array<ArrayBuffer>;
  beforeAll(async () => {
    bytes = new Uint8Array(await (await write()).arrayBuffer());
  });

  const file = () => new Blob([bytes]);
  /** The file with some entries replaced, as a patient person with a zip program would. */
  const edited = (change: (files: Record<string, Uint8Array>) => void) => {
    const files = unzipSync(bytes);
    change(files);
    return new Blob([new Uint8Array(zipSync(files))]);
  };
  const withManifest = (change: (manifest: Record<string, unknown>) => void) =>
    edited((files) => {
      const manifest = JSON.parse(new TextDecoder().decode(files['manifest.json'])) as Record<
        string,
        unknown
      >;
      change(manifest);
      files['manifest.json'] = new TextEncoder().encode(JSON.stringify(manifest));
    });

  it('can be read by a person', () => {
    expect(Object.keys(unzipSync(bytes)).sort()).toEqual([
      'README.txt',
      'classes/Cães_/s2.jpg',
      'classes/Cães_/texts.txt',
      'classes/Gatos/tom.jpg',
      'manifest.json',
      'project.json',
      'runs/First/epoch-1.bin',
      'runs/First/epoch-1.json',
      'runs/First/run.json',
      'thumbnails/Cães_/s2.webp',
      'thumbnails/Gatos/tom.webp',
    ]);
  });

  it('comes back as it was, under a new id', async () => {
    const { rows: back, pieces } = await open(file());
    const own = <Row extends object>(list: readonly Row[]) =>
      list.map((row) => ({ ...row, projectId: 'new' }));
    expect(back).toEqual({
      project: { ...rows.project, id: 'new' },
      classes: own(rows.classes),
      samples: own(rows.samples),
      runs: own(rows.runs),
    });
    expect(pieces).toContainEqual({ projectId: 'new', runId: 'r1', epoch: 1, head });
    expect(pieces).toHaveLength(3);
    expect(pieces[0]).toMatchObject({ id: 's1', types: ['image/jpeg', 'image/webp'] });
  });

  it('is the same file again from the same project', async () => {
    expect(new Uint8Array(await (await write()).arrayBuffer())).toEqual(bytes);
  });

  it('cut anywhere fails by code', async () => {
    for (let at = 0; at < bytes.length; at += 29) {
      expect(await codeOf(new Blob([bytes.slice(0, at)]))).toBe('archive-damaged');
    }
  });

  it('with any byte flipped fails by code, or is the same project', async () => {
    const whole = await open(file());
    for (let at = 0; at < bytes.length; at += 13) {
      const flipped = bytes.slice();
      flipped[at]! ^= 1 << (at % 8);
      const code = await codeOf(new Blob([flipped]));
      if (code === 'opened') expect(await open(new Blob([flipped]))).toEqual(whole);
      else expect(code).toMatch(/^archive-/);
    }
  });

  it('of a newer app says so', async () => {
    const newer = withManifest((manifest) => {
      manifest['version'] = 2;
      manifest['files'] = 'something else by then';
    });
    expect(await codeOf(newer)).toBe('archive-newer');
  });

  it('of wrong shapes is damaged, or none of ours', async () => {
    for (const key of ['files', 'pictures', 'checkpoints', 'version', 'savedAt']) {
      const wrong = withManifest((manifest) => (manifest[key] = { a: [] }));
      expect(await codeOf(wrong)).toBe('archive-damaged');
    }
    expect(await codeOf(withManifest((manifest) => (manifest['format'] = 'x')))).toBe(
      'archive-unknown',
    );
    const without = edited((files) => delete files['classes/Gatos/tom.jpg']);
    expect(await codeOf(without)).toBe('archive-damaged');
    const changed = edited((files) => files['classes/Gatos/tom.jpg']!.fill(1));
    expect(await codeOf(changed)).toBe('archive-damaged');
  });

  it.each([
    ['no head', {}],
    ['a head for fewer numbers', { ...head.answerer.head, dimensions: 1 }],
    ['a head for more classes', { ...head.answerer.head, classes: ['c1', 'c2', 'c3'] }],
  ])('whose run has left %s is refused: it could not answer', async (_, kept) => {
    const answerer = { head: kept };
    const blob = await writeProject(
      { rows, data: data(), checkpoints: checkpoints({ answerer }) },
      { at: new Date(2026, 10, 21) },
    );
    expect(await codeOf(blob)).toBe('model-corrupt');
  });

  it('with something added by a zip program opens all the same', async () => {
    const more = edited((files) => (files['__MACOSX/._x'] = Uint8Array.of(1)));
    expect(await codeOf(more)).toBe('opened');
  });

  it('is not written without a picture that should be in it', async () => {
    const none = async function* () {};
    const incomplete = writeProject(
      { rows, data: none(), checkpoints: none() },
      { at: new Date(0) },
    );
    await expect(incomplete).rejects.toMatchObject({ failure: { code: 'sample-missing' } });
  });
});

describe('packed values', () => {
  it('keep every number, and every array as its own kind', () => {
    const value = {
      plain: [1, 'a', null, true, { deep: -0 }],
      odd: [NaN, Infinity, -Infinity],
      bytes: Uint8Array.of(1, 2, 3),
      doubles: Float64Array.of(Math.PI),
      halves: new Uint16Array([1, 2, 3, 4]).subarray(1, 3),
      absent: undefined,
    };
    const { json, bytes } = packValue(value);
    const { absent: _, ...kept } = value;
    expect(unpackValue(JSON.parse(JSON.stringify(json)), bytes)).toEqual(kept);
    expect(() => packPlain(value)).toThrow(TypeError);
    expect(() => packValue({ at: new Date() })).toThrow(TypeError);
  });

  it('are refused when they point elsewhere', () => {
    for (const json of [
      { $array: 'float32', at: 0, length: 2 },
      { $array: 'float32', at: -1, length: 1 },
      { $array: 'constructor', at: 0, length: 1 },
      { $array: 'float32', at: 0, length: 1e300 },
    ]) {
      expect(() => unpackValue(json, new Uint8Array(4))).toThrow('archive-damaged');
    }
  });
});
