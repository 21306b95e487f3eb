/** What a table worker does when it is called. */
import type { Role } from '#lib/engine/host.ts';
import { KeptTable } from './kept-table.ts';
import type { TableCalls } from './protocol.ts';
import { writeTable } from './write-table.ts';

const progressEveryMs = 100;

export function tableRole(): Role<TableCalls> {
  let table: KeptTable | undefined;
  const kept = (): KeptTable => {
    if (!table) throw new Error('A table is read before it is asked for.');
    return table;
  };
  return {
    handlers: {
      readTable: async ({ file, ...source }, { signal, progress }) => {
        table = undefined;
        table = await KeptTable.read(file, source, throttled(progress), signal);
        return table.info;
      },
      setHeader: ({ header }) => {
        kept().setHeader(header);
        return Promise.resolve(kept().info);
      },
      rows: ({ from, to }) => Promise.resolve(kept().rows(from, to)),
      column: ({ column, from, to }) => Promise.resolve(kept().column(column, from, to)),
      writeTable: ({ columns }, { signal, progress }) =>
        writeTable(kept(), columns, throttled(progress), signal),
    },
  };
}

/** The page need not hear of every block. */
function throttled(progress: (told: { fraction: number }) => void): (fraction: number) => void {
  let nextMs = 0;
  return (fraction) => {
    const nowMs = performance.now();
    if (nowMs < nextMs && fraction < 1) return;
    nextMs = nowMs + progressEveryMs;
    progress({ fraction });
  };
}
