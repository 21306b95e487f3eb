import { gruCandidate, gruGates, lstmForward, simpleForward } from './cells';
import { multiply } from './multiply';
import { Plan } from './plan';
import { gather } from './rows';

/** Walks all the steps: gates, states and outputs as the plan says. */
export function forward(plan: Plan): void {
  const inputsRow = (plan.inputs as usize) * 4;
  let states = plan.hidden;
  let carry = plan.carry;
  let x = plan.x;
  let gates = plan.gates;
  let index = plan.rows;
  let n: i32 = 0;
  // The share of the inputs needs no state: of shared rows it is made before all, once for each.
  if (plan.shared > 0) project(plan, plan.shared, x, plan.projected);
  while (n < plan.steps) {
    const last = stepsAtOnce(plan, n);
    const rows = rowsOf(plan, n, last);
    if (plan.shared > 0) {
      gather(rows, index, plan.projected, plan.gatesRow, plan.gatesRow, gates, plan.gatesRow);
      index += (rows as usize) * 4;
    } else {
      // Of many steps in one product.
      project(plan, rows, x, gates);
      x += (rows as usize) * inputsRow;
    }
    let at = gates;
    for (; n < last; n++) {
      const active = activeAt(plan, n);
      // The states before step n: of the first step the initial ones, else the rows of step n − 1.
      const before: i32 = n === 0 ? plan.batch : activeAt(plan, n - 1);
      const next = states + (before as usize) * plan.width;
      const nextCarry = plan.window > 0 ? carry : carry + (before as usize) * plan.width;
      step(plan, active, at, states, next, carry, nextCarry);
      at += (active as usize) * plan.gatesRow;
      states = next;
      carry = nextCarry;
    }
    if (plan.window === 0) gates = at;
  }
}

/** x · kernel + bias */
function project(plan: Plan, rows: i32, x: usize, to: usize): void {
  const inputsRow = (plan.inputs as usize) * 4;
  const panels = (plan.gatesRow / 64) as i32;
  const panel = (plan.inputs as usize) * 64;
  const row = plan.gatesRow;
  multiply(
    rows,
    panels,
    plan.inputs,
    x,
    inputsRow,
    4,
    plan.kernel,
    panel,
    64,
    plan.bias,
    0,
    to,
    row,
  );
}

function step(
  plan: Plan,
  rows: i32,
  gates: usize,
  hidden: usize,
  next: usize,
  carry: usize,
  nextCarry: usize,
): void {
  const width = plan.width;
  const row = plan.gatesRow;
  const panel = (plan.units as usize) * 64;
  const columns: usize = plan.cell === 1 ? 2 * width : row;
  const panels = ((columns + 63) / 64) as i32;
  const recurrent = plan.recurrent;
  multiply(
    rows,
    panels,
    plan.units,
    hidden,
    width,
    4,
    recurrent,
    panel,
    64,
    gates,
    row,
    gates,
    row,
  );
  if (plan.cell === 0) {
    lstmForward(rows, gates, row, width, carry, nextCarry, next);
  } else if (plan.cell === 1) {
    const kept = plan.kept;
    gruGates(rows, gates, row, width, hidden, kept);
    const to = gates + 2 * width;
    const wide = ((width + 63) / 64) as i32;
    multiply(rows, wide, plan.units, kept, width, 4, plan.candidate, panel, 64, to, row, to, row);
    gruCandidate(rows, gates, row, width, hidden, next);
  } else {
    simpleForward(rows, gates, row, width, next);
  }
}

/** After the last step whose gates still fit into the window; all of them where there is none. */
function stepsAtOnce(plan: Plan, first: i32): i32 {
  if (plan.window === 0) return plan.steps;
  let rows: i32 = 0;
  let n = first;
  while (n < plan.steps) {
    rows += activeAt(plan, n);
    if (rows > plan.window && n > first) break;
    n++;
  }
  return n;
}

export function activeAt(plan: Plan, n: i32): i32 {
  return load<i32>(plan.active + ((n as usize) << 2));
}

/** How many packed rows the steps from `first` to before `last` have. */
export function rowsOf(plan: Plan, first: i32, last: i32): i32 {
  let rows: i32 = 0;
  for (let n = first; n < last; n++) rows += activeAt(plan, n);
  return rows;
}
