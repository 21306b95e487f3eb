/**
 * c = a · b (+ a row of biases), in tiles of the workgroup's memory. Operands are read by strides, so
 * that a transposed one, a part of the columns and a column of ones cost no copy.
 */
export const tile = 16;

/** Bytes of `Product`. */
export const productBytes = 48;

export const multiplyShader = /* wgsl */ `
struct Product {
  rows: u32, columns: u32, depth: u32,
  aRow: u32, aStep: u32,
  bStep: u32, bColumn: u32, bFrom: u32,
  cRow: u32, cFrom: u32,
  biased: u32,
}

@group(0) @binding(0) var<uniform> product: Product;
@group(0) @binding(1) var<storage, read> a: array<f32>;
@group(0) @binding(2) var<storage, read> b: array<f32>;
@group(0) @binding(3) var<storage, read> bias: array<f32>;
@group(0) @binding(4) var<storage, read_write> c: array<f32>;

const tile = ${tile}u;
var<workgroup> ofA: array<f32, ${tile * tile}>;
var<workgroup> ofB: array<f32, ${tile * tile}>;

@compute @workgroup_size(tile, tile)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_id) local: vec3u) {
  let row = group.y * tile + local.y;
  let column = group.x * tile + local.x;
  let slot = local.y * tile + local.x;
  var sum = 0.0;
  for (var first = 0u; first < product.depth; first += tile) {
    let ka = first + local.x;
    let kb = first + local.y;
    var valueA = 0.0;
    var valueB = 0.0;
    if (row < product.rows && ka < product.depth) {
      valueA = a[row * product.aRow + ka * product.aStep];
    }
    if (column < product.columns && kb < product.depth) {
      valueB = b[product.bFrom + kb * product.bStep + column * product.bColumn];
    }
    ofA[slot] = valueA;
    ofB[slot] = valueB;
    workgroupBarrier();
    for (var k = 0u; k < tile; k++) { sum += ofA[local.y * tile + k] * ofB[k * tile + local.x]; }
    workgroupBarrier();
  }
  if (row < product.rows && column < product.columns) {
    if (product.biased == 1u) { sum += bias[column]; }
    c[product.cFrom + row * product.cRow + column] = sum;
  }
}
`;
