/**
 * −log₂e and −2 · log₂e, the limits of an exponent, 1.5 · 2²³, and the polynomial of 2^r on ±½ from the
 * highest power down. In memory, where one instruction takes each: a literal costs three at every use.
 */
const constants: usize = memory.data<f32>([
  -1.4426950408889634, -2.8853900817779268, -126, 126, 12582912, 0.00132647, 0.00967151, 0.05550734,
  0.24022242, 0.69314698, 1,
]);

/** Arithmetic on four float32 at once. */
export class Vector {
  @inline
  static constant(nth: usize): v128 {
    return v128.load_splat<f32>(constants + 4 * nth);
  }

  /** a · b + c; in one instruction, rounded once, where the build has relaxed SIMD. */
  @inline
  static addProduct(a: v128, b: v128, c: v128): v128 {
    if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
    return f32x4.add(f32x4.mul(a, b), c);
  }

  /**
   * 2^(x · scale): the whole part of the exponent goes where float32 keeps it, and what is left, at most
   * a half, into the minimax polynomial of degree 5 with 1 at 0, wrong by 9.2e-8 (Remez; Estrin's order,
   * which waits least). Beyond 2^±126 it stays there, so that no quotient below overflows.
   */
  @inline
  static power(x: v128, scale: v128): v128 {
    const scaled = f32x4.mul(x, scale);
    // The pseudo-minimum is one instruction, the other nine; it lets a NaN through as well.
    const t = f32x4.pmin(f32x4.pmax(scaled, Vector.constant(2)), Vector.constant(3));
    // In a number as large as that the last bit is worth 1.
    const shifted = f32x4.add(t, Vector.constant(4));
    const r = f32x4.sub(t, f32x4.sub(shifted, Vector.constant(4)));
    const s = f32x4.mul(r, r);
    const high = Vector.addProduct(Vector.constant(5), r, Vector.constant(6));
    const middle = Vector.addProduct(Vector.constant(7), r, Vector.constant(8));
    const low = Vector.addProduct(Vector.constant(9), r, Vector.constant(10));
    const part = Vector.addProduct(Vector.addProduct(high, s, middle), s, low);
    return i32x4.add(part, i32x4.shl(shifted, 23));
  }

  /** e^x, wrong by 9.2e-8 of itself; between e^±87. */
  @inline
  static exponential(x: v128): v128 {
    return Vector.power(f32x4.neg(x), Vector.constant(0));
  }

  /** Four numbers times one. */
  @inline
  static times(a: v128, by: f32): v128 {
    return f32x4.mul(a, f32x4.splat(by));
  }

  /** (1 − e^−2x) / (1 + e^−2x), wrong by at most 1.5e-7. */
  @inline
  static tanh(x: v128): v128 {
    const e = Vector.power(x, Vector.constant(1));
    const one = Vector.constant(10);
    return f32x4.div(f32x4.sub(one, e), f32x4.add(one, e));
  }

  /** 1 / (1 + e^−x), wrong by at most 1e-7. */
  @inline
  static sigmoid(x: v128): v128 {
    const one = Vector.constant(10);
    return f32x4.div(one, f32x4.add(one, Vector.power(x, Vector.constant(0))));
  }

  /** value · (1 − value): the slope of a sigmoid by its value. */
  @inline
  static sigmoidSlope(value: v128): v128 {
    return f32x4.sub(value, f32x4.mul(value, value));
  }

  /** 1 − value²: the slope of tanh by its value. */
  @inline
  static tanhSlope(value: v128): v128 {
    return f32x4.sub(f32x4.splat(1), f32x4.mul(value, value));
  }
}
