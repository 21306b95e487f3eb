import { gruBack, gruResetBack, lstmBack, simpleBack } from './cells';
import { activeAt, rowsOf } from './forward';
import { multiply } from './multiply';
import { Plan } from './plan';

/** As many rows of gradients as stay near while a product with them is made. */
const rowsAtOnce: i32 = 64;

/** Walks back from the last step to the first, then gathers what all steps say about the weights. */
export function backward(plan: Plan): void {
  const all = rowsOf(plan, 0, plan.steps);
  const width = plan.width;
  let first = all;
  for (let n = plan.steps - 1; n >= 0; n--) {
    const rows = activeAt(plan, n);
    first -= rows;
    // Rows of `hidden` and `carry` begin with the initial states, so theirs are `batch` further on.
    const before: i32 = n === 0 ? 0 : plan.batch + first - activeAt(plan, n - 1);
    const hidden = plan.hidden + (before as usize) * width;
    memory.copy(plan.before + (first as usize) * width, hidden, (rows as usize) * width);
    addRows(rows, plan.dOutputs + (first as usize) * width, width, plan.dHidden, plan.wide);
    stepBack(plan, rows, first, before, hidden);
  }
  weightGradients(plan, all);
  const panels = (plan.inputsRow / 64) as i32;
  const row = plan.gatesRow;
  const depth = columnsOf(plan);
  const kernelBack = plan.kernelBack;
  const shared = plan.shared > 0;
  multiply(
    shared ? plan.shared : all,
    panels,
    depth,
    shared ? plan.dProjected : plan.dGates,
    row,
    4,
    kernelBack,
    (depth as usize) * 64,
    64,
    plan.zeros,
    0,
    plan.dInputs,
    plan.inputsRow,
  );
}

/** From the gradient by the states after a step to that by the states before it, in place. */
function stepBack(plan: Plan, rows: i32, first: i32, before: i32, hidden: usize): void {
  const width = plan.width;
  const wide = plan.wide;
  const row = plan.gatesRow;
  const gates = plan.gates + (first as usize) * row;
  const dGates = plan.dGates + (first as usize) * row;
  const dHidden = plan.dHidden;
  const panels = (wide / 64) as i32;
  const depth = columnsOf(plan);
  const panel = (depth as usize) * 64;
  const back = plan.recurrentBack;
  if (plan.cell === 1) {
    const kept = plan.kept + (first as usize) * width;
    gruBack(rows, gates, dGates, row, width, hidden, kept, dHidden, wide);
    const units = (width / 4) as i32;
    const candidate = back + 2 * (units as usize) * 64;
    const from = dGates + 2 * width;
    multiply(
      rows,
      panels,
      units,
      from,
      row,
      4,
      candidate,
      panel,
      64,
      plan.zeros,
      0,
      plan.dKept,
      wide,
    );
    gruResetBack(rows, gates, dGates, row, width, hidden, plan.dKept, dHidden, wide);
    multiply(
      rows,
      panels,
      2 * units,
      dGates,
      row,
      4,
      back,
      panel,
      64,
      dHidden,
      wide,
      dHidden,
      wide,
    );
    return;
  }
  if (plan.cell === 0) {
    const carry = plan.carry + (before as usize) * width;
    const nextCarry = plan.carry + ((plan.batch + first) as usize) * width;
    lstmBack(rows, gates, dGates, row, width, carry, nextCarry, dHidden, wide, plan.dCarry);
  } else {
    simpleBack(rows, gates, dGates, row, width, dHidden, wide);
  }
  multiply(rows, panels, depth, dGates, row, 4, back, panel, 64, plan.zeros, 0, dHidden, wide);
}

function weightGradients(plan: Plan, all: i32): void {
  const row = plan.gatesRow;
  const width = plan.width;
  memory.fill(plan.dKernel, 0, (plan.inputs as usize) * row);
  memory.fill(plan.dRecurrent, 0, (plan.units as usize) * row);
  memory.fill(plan.dBias, 0, row);
  if (plan.cell === 1) memory.fill(plan.dCandidate, 0, (plan.units as usize) * plan.wide);
  for (let first: i32 = 0; first < all; first += rowsAtOnce) {
    const rows = min(rowsAtOnce, all - first);
    const dGates = plan.dGates + (first as usize) * row;
    const states = (first as usize) * width;
    if (plan.shared === 0) kernelGradient(plan, first, rows, plan.dGates);
    addTransposed(plan.units, rows, plan.before + states, width, dGates, row, plan.dRecurrent, row);
    if (plan.cell === 1) {
      const from = dGates + 2 * width;
      addTransposed(
        plan.units,
        rows,
        plan.kept + states,
        width,
        from,
        row,
        plan.dCandidate,
        plan.wide,
      );
    }
    for (let n: i32 = 0; n < rows; n++) {
      addRows(1, dGates + (n as usize) * row, row, plan.dBias, row);
    }
  }
  if (plan.shared > 0) sharedGradient(plan, all);
}

/** What `rows` rows of x from `first` on, and the gradient by their projections, say about the kernel. */
function kernelGradient(plan: Plan, first: i32, rows: i32, gradients: usize): void {
  const row = plan.gatesRow;
  const inputsRow = (plan.inputs as usize) * 4;
  const x = plan.x + (first as usize) * inputsRow;
  const from = gradients + (first as usize) * row;
  addTransposed(plan.inputs, rows, x, inputsRow, from, row, plan.dKernel, row);
}

/** The same of shared rows: first what all steps say about each is summed. */
function sharedGradient(plan: Plan, all: i32): void {
  const row = plan.gatesRow;
  memory.fill(plan.dProjected, 0, (plan.shared as usize) * row);
  for (let n: i32 = 0; n < all; n++) {
    const to = load<i32>(plan.rows + ((n as usize) << 2)) as usize;
    addRows(1, plan.dGates + (n as usize) * row, row, plan.dProjected + to * row, row);
  }
  for (let first: i32 = 0; first < plan.shared; first += rowsAtOnce) {
    kernelGradient(plan, first, min(rowsAtOnce, plan.shared - first), plan.dProjected);
  }
}

/** to [columns of `left`, toRow] += transpose of `left` · `right` */
function addTransposed(
  columns: i32,
  rows: i32,
  left: usize,
  leftRow: usize,
  right: usize,
  rightRow: usize,
  to: usize,
  toRow: usize,
): void {
  const panels = (toRow / 64) as i32;
  multiply(columns, panels, rows, left, 4, leftRow, right, 64, rightRow, to, toRow, to, toRow);
}

/** Adds rows of `width` bytes to rows that lie `toRow` apart. */
function addRows(rows: i32, from: usize, width: usize, to: usize, toRow: usize): void {
  for (let row: i32 = 0; row < rows; row++) {
    for (let u: usize = 0; u < width; u += 16) {
      v128.store(to + u, f32x4.add(v128.load(to + u), v128.load(from + u)));
    }
    from += width;
    to += toRow;
  }
}

/** Columns of the gates without those that only fill the last panel. */
function columnsOf(plan: Plan): i32 {
  const gates: usize = plan.cell === 0 ? 4 : plan.cell === 1 ? 3 : 1;
  return ((gates * plan.width) / 4) as i32;
}
