/** What lies in the browser's databases, counted past the app, and what in it belongs to nothing. */
import type { Page } from '@playwright/test';

export interface StoredCounts {
  /** Rows by `database/store`. */
  readonly rows: Readonly<Record<string, number>>;
  /** By the project that had them: pictures, thumbnails, embeddings and weights that no row and no step of the journal speaks of. */
  readonly orphans: Readonly<Record<string, number>>;
  /** Of each project: rows of its samples, runs shown, and samples shown. */
  readonly projects: Readonly<Record<string, StoredProjectCounts>>;
}

export interface StoredProjectCounts {
  readonly samples: number;
  readonly pictures: number;
  readonly thumbnails: number;
  /** Samples that a row or a step of the journal speaks of. */
  readonly known: number;
  readonly runs: number;
}

export function countRows(page: Page): Promise<StoredCounts> {
  return page.evaluate(async () => {
    const open = (name: string) =>
      new Promise<IDBDatabase>((resolve, reject) => {
        const opening = indexedDB.open(name);
        opening.onsuccess = () => resolve(opening.result);
        opening.onerror = () => reject(new Error(String(opening.error)));
      });
    const got = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(new Error(String(request.error)));
      });
    const rows: Record<string, number> = {};
    const orphans: Record<string, number> = {};
    const projects: Record<string, StoredProjectCounts> = {};
    for (const { name } of await indexedDB.databases()) {
      const database = await open(name!);
      const stores = [...database.objectStoreNames];
      const transaction = database.transaction(stores);
      for (const store of stores) {
        rows[`${name}/${store}`] = await got(transaction.objectStore(store).count());
      }
      if (name === 'aprendiz') {
        const all = <T>(store: string) => got<T[]>(transaction.objectStore(store).getAll());
        const keys = (store: string) =>
          got(transaction.objectStore(store).getAllKeys()) as Promise<string[][]>;
        type Row = { id: string; projectId: string; trashedAt?: number; name?: string };
        type Entry = { projectId: string; changes: { store: string; key: string }[] };
        const samples = await all<Row>('samples');
        const runs = [...(await all<Row>('runs')), ...(await all<Row>('running-runs'))];
        const entries = await all<Entry>('journal');
        const known = new Set(samples.map((row) => `${row.projectId}/${row.id}`));
        const trained = new Set(runs.map((row) => `${row.projectId}/${row.id}`));
        for (const { projectId, changes } of entries) {
          for (const { store, key } of changes) {
            if (store === 'samples') known.add(`${projectId}/${key}`);
            if (store === 'runs') trained.add(`${projectId}/${key}`);
          }
        }
        const look = async (store: string, at: number, of: Set<string>) => {
          for (const key of await keys(store)) {
            const project = key[0]!;
            if (!of.has(`${project}/${key[at]}`)) orphans[project] = (orphans[project] ?? 0) + 1;
          }
        };
        await look('pictures', 1, known);
        await look('thumbnails', 1, known);
        await look('embeddings', 3, known);
        await look('checkpoints', 1, trained);
        const pictures = await keys('pictures');
        const thumbnails = await keys('thumbnails');
        for (const { id } of await all<Row>('projects')) {
          const own = (list: string[][]) => list.filter(([of]) => of === id).length;
          projects[id] = {
            samples: samples.filter((row) => row.projectId === id).length,
            pictures: own(pictures),
            thumbnails: own(thumbnails),
            known: [...known].filter((key) => key.startsWith(`${id}/`)).length,
            runs: runs.filter((row) => row.projectId === id && row.trashedAt === undefined).length,
          };
        }
      }
      database.close();
    }
    return { rows, orphans, projects };
  });
}
