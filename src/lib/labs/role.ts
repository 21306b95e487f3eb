/** The labs worker: every simulation of the course by its name, each with its own code. */
import { loadChunk } from '#lib/engine/load-chunk.ts';
import type { Role } from '#lib/engine/host.ts';
import type { LabCalls } from '#lib/learn/protocol.ts';
import { labsRole } from '#lib/learn/role.ts';
import type { Simulate } from '#lib/learn/simulation.ts';

/** One line a simulation: `'name': async () => (await import('./<lab>/simulation.ts')).simulate`. */
const simulations: Readonly<Record<string, () => Promise<Simulate>>> = {
  initialisation: async () => (await import('./initialisation/simulation.ts')).simulate,
  normalisation: async () => (await import('./normalisation/simulation.ts')).simulate,
  tuning: async () => (await import('./normalisation/tuning.ts')).simulate,
  regularisation: async () => (await import('./regularisation/simulation.ts')).simulate,
  'board-projection': async () => (await import('#lib/board/projection.ts')).simulate,
  'optimiser-race': async () => (await import('./optimisers/simulation.ts')).simulate,
  'board-training': async () => (await import('./board/simulation.ts')).simulate,
  'multilayer-perceptron': async () =>
    (await import('./multilayer-perceptron/simulation.ts')).simulate,
  approximation: async () =>
    (await import('./multilayer-perceptron/approximation.ts')).simulateApproximation,
  'fashion-mnist': async () => (await import('./fashion-mnist/simulation.ts')).simulate,
};

export const simulationsRole = (): Role<LabCalls> =>
  labsRole((name) => {
    const load = simulations[name];
    if (!load) throw new RangeError(`no simulation is called ${name}`);
    return loadChunk(load);
  });
