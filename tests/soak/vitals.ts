/** What the browser holds after the garbage is gone: heaps of the page and its workers, nodes, listeners, memory. */
import { readFileSync } from 'node:fs';
import type { Browser, CDPSession, Page } from '@playwright/test';
import { bytesOf, takeCensus, type Census } from './census.ts';
import { takeHeapSnapshot, type HeapSnapshot } from './heap-snapshot.ts';

export interface Vitals {
  /** Bytes of the heap of the page, compiled code apart. */
  readonly heap: number;
  readonly census: Census;
  readonly nodes: number;
  readonly listeners: number;
  /** Bytes of JavaScript's heap by the name of a worker. */
  readonly workers: Readonly<Record<string, number>>;
  /** Objects that a prototype has made and that are still there. */
  readonly objects: Readonly<Record<string, number>>;
  /** Resident bytes of the largest renderer, what it could do without let go; undefined where the system does not say. */
  readonly resident: number | undefined;
}

/** Counted in the page: each is dear, and none is there of itself. */
const counted = ['Blob', 'ImageBitmap', 'Worker', 'HTMLVideoElement'] as const;

const collections = 4;
const betweenMs = 150;
/** Until what was asked for by pressure is given back; 300 are too few. */
const pressureMs = 1_000;

export class VitalSigns {
  readonly #page: CDPSession;
  readonly #browser: CDPSession;

  private constructor(page: CDPSession, browser: CDPSession) {
    this.#page = page;
    this.#browser = browser;
  }

  static async open(browser: Browser, page: Page): Promise<VitalSigns> {
    return new VitalSigns(
      await page.context().newCDPSession(page),
      await browser.newBrowserCDPSession(),
    );
  }

  async read(): Promise<Vitals> {
    const session = this.#page;
    const workers = await this.workerHeaps();
    // Chromium keeps drawn pictures decoded while there is room (60 MB after ten minutes): they are its, not the app's.
    await session.send('Memory.simulatePressureNotification', { level: 'critical' });
    // Again and again: what finalisers and other threads let go of after one is gone after the next.
    for (let i = 0; i < collections; i++) {
      await session.send('HeapProfiler.collectGarbage');
      await new Promise((resolve) => setTimeout(resolve, betweenMs));
    }
    const objects: Record<string, number> = {};
    for (const name of counted) objects[name] = await this.count(name);
    const census = await takeCensus(session);
    const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters');
    await new Promise((resolve) => setTimeout(resolve, pressureMs));
    const resident = await this.#resident();
    return {
      ...{ heap: bytesOf(census), census, nodes, listeners: jsEventListeners },
      ...{ workers, objects, resident },
    };
  }

  /** Objects that a prototype has made and that are still there, when the garbage is gone. */
  async count(name: string): Promise<number> {
    return Number(await this.ask(name, 'function () { return this.length; }'));
  }

  /** What a function of the page says of all of them, as its `this`. Nothing of them is held afterwards. */
  async ask(name: string, functionDeclaration: string): Promise<unknown> {
    const { result } = await this.#page.send('Runtime.evaluate', {
      expression: `${name}.prototype`,
      objectGroup: 'soak',
    });
    const { objects } = await this.#page.send('Runtime.queryObjects', {
      prototypeObjectId: result.objectId!,
      objectGroup: 'soak',
    });
    const said = await this.#page.send('Runtime.callFunctionOn', {
      objectId: objects.objectId!,
      functionDeclaration,
      returnByValue: true,
    });
    await this.#page.send('Runtime.releaseObjectGroup', { objectGroup: 'soak' });
    return said.result.value;
  }

  /** With the browser's own objects: who holds what. */
  snapshot(): Promise<HeapSnapshot> {
    return takeHeapSnapshot(this.#page, { internals: true });
  }

  /** Attached for the moment only: whoever is watched is kept alive. */
  async workerHeaps(): Promise<Record<string, number>> {
    const session = this.#page;
    const heaps: Record<string, number> = {};
    const found: { sessionId: string; title: string }[] = [];
    const hear = ({
      sessionId,
      targetInfo,
    }: {
      sessionId: string;
      targetInfo: { type: string; title: string };
    }) => {
      if (targetInfo.type === 'worker') found.push({ sessionId, title: targetInfo.title });
    };
    session.on('Target.attachedToTarget', hear);
    const attach = (autoAttach: boolean) =>
      session.send('Target.setAutoAttach', {
        autoAttach,
        waitForDebuggerOnStart: false,
        flatten: false,
      });
    await attach(true);
    try {
      for (const { sessionId, title } of found) {
        const ask = (id: number, method: string) => this.#ask(sessionId, id, method);
        await ask(1, 'HeapProfiler.collectGarbage');
        const usage = (await ask(2, 'Runtime.getHeapUsage')) as { usedSize?: number } | undefined;
        if (usage?.usedSize !== undefined) heaps[title] = usage.usedSize;
      }
    } finally {
      session.off('Target.attachedToTarget', hear);
      await attach(false);
    }
    return heaps;
  }

  /** Undefined of a worker that goes while it is asked. */
  async #ask(sessionId: string, id: number, method: string): Promise<unknown> {
    const session = this.#page;
    const answer = new Promise<unknown>((resolve) => {
      const give = (value: unknown) => {
        clearTimeout(timer);
        session.off('Target.receivedMessageFromTarget', hear);
        resolve(value);
      };
      const hear = (event: { sessionId: string; message: string }) => {
        if (event.sessionId !== sessionId) return;
        const message = JSON.parse(event.message) as { id?: number; result?: unknown };
        if (message.id === id) give(message.result);
      };
      const timer = setTimeout(() => give(undefined), 10_000);
      session.on('Target.receivedMessageFromTarget', hear);
    });
    const message = JSON.stringify({ id, method, params: {} });
    await session.send('Target.sendMessageToTarget', { sessionId, message }).catch(() => undefined);
    return answer;
  }

  async #resident(): Promise<number | undefined> {
    if (process.platform !== 'linux') return undefined;
    const { processInfo } = await this.#browser.send('SystemInfo.getProcessInfo');
    const sizes = processInfo
      .filter(({ type }) => type === 'renderer')
      .map(({ id }) => residentOf(id));
    return Math.max(...sizes);
  }
}

function residentOf(id: number): number {
  const status = readFileSync(`/proc/${id}/status`, 'utf8');
  return 1024 * Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? NaN);
}
