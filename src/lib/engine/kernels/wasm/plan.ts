/** The fields of `assembly/plan.ts`, in its order: 32 bits each. */
const fields = [
  ...(['cell', 'batch', 'steps', 'inputs', 'units', 'width', 'active', 'window'] as const),
  ...(['x', 'kernel', 'recurrent', 'candidate', 'bias'] as const),
  ...(['gates', 'gatesRow', 'hidden', 'carry', 'zeros', 'kept'] as const),
  ...(['kernelBack', 'recurrentBack', 'dOutputs', 'dHidden', 'dCarry', 'wide'] as const),
  ...(['dGates', 'dKept', 'before', 'dKernel', 'dRecurrent', 'dCandidate', 'dBias'] as const),
  ...(['dInputs', 'inputsRow', 'shared', 'rows', 'projected', 'dProjected'] as const),
] as const;

export type Plan = Partial<Record<(typeof fields)[number], number>>;

export const planBytes = 4 * fields.length;

export function writePlan(int32: Int32Array, at: number, plan: Plan): void {
  fields.forEach((field, n) => {
    int32[at / 4 + n] = plan[field] ?? 0;
  });
}
