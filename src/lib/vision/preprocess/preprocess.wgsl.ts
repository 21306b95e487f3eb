/**
 * The GPU's half of `taps.ts` and `sampler.ts`: one invocation makes one output pixel, with the
 * same weights, the same edges and the same black bars, reading the frame texel by texel.
 */
export type TextureKind = 'external' | 'rgba';

export const workgroupSide = 8;

/** Layout of the uniform buffer: eight 32-bit values. */
export const uniformBytes = 32;

export function preprocessShader(kind: TextureKind): string {
  const external = kind === 'external';
  return /* wgsl */ `
struct Params {
  // Source rectangle in fractions of the frame: it does not matter whether the
  // texture counts coded or displayed pixels.
  origin: vec2f,
  extent: vec2f,
  scale: f32,
  offset: f32,
  size: u32,
  mirror: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var frame: ${external ? 'texture_external' : 'texture_2d<f32>'};
@group(0) @binding(2) var<storage, read_write> result: array<f32>;

// How much of a pixel is covered, its middle being "distance" away.
fn coverage(distance: f32, reach: f32) -> f32 {
  return clamp(reach - abs(distance), 0.0, 1.0);
}

@compute @workgroup_size(${workgroupSide}, ${workgroupSide})
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= params.size || id.y >= params.size) {
    return;
  }
  let length = vec2f(textureDimensions(frame));
  let column = select(id.x, params.size - 1u - id.x, params.mirror == 1u);
  let step = params.extent * length / f32(params.size);
  let centre = params.origin * length + (vec2f(f32(column), f32(id.y)) + 0.5) * step;
  let at = (id.y * params.size + id.x) * 3u;
  if (any(centre < vec2f(0.0)) || any(centre > length)) {
    result[at] = params.offset;
    result[at + 1u] = params.offset;
    result[at + 2u] = params.offset;
    return;
  }
  let reach = (max(vec2f(1.0), step) + 1.0) / 2.0;
  let first = vec2i(max(vec2f(0.0), floor(centre - reach + 0.5)));
  let end = vec2i(min(length, ceil(centre + reach - 0.5)));
  var sum = vec3f(0.0);
  var total = 0.0;
  for (var y = first.y; y < end.y; y++) {
    let down = coverage(f32(y) + 0.5 - centre.y, reach.y);
    for (var x = first.x; x < end.x; x++) {
      let weight = down * coverage(f32(x) + 0.5 - centre.x, reach.x);
      sum += weight * textureLoad(frame, vec2i(x, y)${external ? '' : ', 0'}).rgb;
      total += weight;
    }
  }
  let value = clamp(sum / total, vec3f(0.0), vec3f(1.0)) * 255.0 * params.scale + params.offset;
  result[at] = value.r;
  result[at + 1u] = value.g;
  result[at + 2u] = value.b;
}
`;
}
