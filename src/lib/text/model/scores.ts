/** From logits to what people read. */
import type { TextScore } from '#lib/text/reading.ts';

/** softmax(logits / temperature) */
export function softmax(logits: Float32Array, temperature: number): Float32Array {
  const largest = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp((logit - largest) / temperature));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

/** Every label, best first. */
export function rankedScores(
  logits: Float32Array,
  labels: readonly string[],
  temperature: number,
): TextScore[] {
  const scores = softmax(logits, temperature);
  return labels
    .map((label, index) => ({ label, score: scores[index]! }))
    .sort((a, b) => b.score - a.score);
}

/** ln(p / (1 − p)) of one label's score p, exact also where p is nearly 1. */
export function logOdds(logits: Float32Array, label: number, temperature: number): number {
  const others = logits.filter((_, index) => index !== label);
  if (others.length === 0) return logits[label]! / temperature;
  const largest = Math.max(...others);
  const sum = others.reduce((total, o) => total + Math.exp((o - largest) / temperature), 0);
  return (logits[label]! - largest) / temperature - Math.log(sum);
}

/** Gradient of {@link logOdds} by the logits. */
export function logOddsGradient(
  logits: Float32Array,
  label: number,
  temperature: number,
): Float32Array {
  const others = logits.slice();
  others[label] = -Infinity;
  const rivals = logits.length > 1 ? softmax(others, temperature) : new Float32Array(1);
  return rivals.map((share, index) => ((index === label ? 1 : 0) - share) / temperature);
}
