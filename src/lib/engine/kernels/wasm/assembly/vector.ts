/** Arithmetic on four float32 at once. */
export class Vector {
  /** a · b + c; in one instruction, rounded once, where the build has relaxed SIMD. */
  @inline
  static addProduct(a: v128, b: v128, c: v128): v128 {
    if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
    return f32x4.add(f32x4.mul(a, b), c);
  }

  /**
   * x · P(x²) / Q(x²), of degrees 13 and 6: the minimax fit of Eigen (`ptanh_float`), which clamps
   * where tanh is 1 in float32. Wrong by at most 3e-7 of tanh(x) anywhere.
   */
  @inline
  static tanh(x: v128): v128 {
    const limit = f32x4.splat(7.90531110763549805);
    const v = f32x4.min(f32x4.max(x, f32x4.neg(limit)), limit);
    const s = f32x4.mul(v, v);
    let p = f32x4.splat(-2.76076847742355e-16);
    p = Vector.addProduct(p, s, f32x4.splat(2.00018790482477e-13));
    p = Vector.addProduct(p, s, f32x4.splat(-8.60467152213735e-11));
    p = Vector.addProduct(p, s, f32x4.splat(5.12229709037114e-8));
    p = Vector.addProduct(p, s, f32x4.splat(1.48572235717979e-5));
    p = Vector.addProduct(p, s, f32x4.splat(6.37261928875436e-4));
    p = Vector.addProduct(p, s, f32x4.splat(4.89352455891786e-3));
    let q = f32x4.splat(1.19825839466702e-6);
    q = Vector.addProduct(q, s, f32x4.splat(1.18534705686654e-4));
    q = Vector.addProduct(q, s, f32x4.splat(2.268434632439e-3));
    q = Vector.addProduct(q, s, f32x4.splat(4.89352518554385e-3));
    return f32x4.div(f32x4.mul(v, p), q);
  }

  /** (1 + tanh(x / 2)) / 2, wrong by at most 2e-7. */
  @inline
  static sigmoid(x: v128): v128 {
    const half = f32x4.splat(0.5);
    return Vector.addProduct(Vector.tanh(f32x4.mul(x, half)), half, half);
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
