/** From a map of features to one row: what is there, and how unevenly it is spread. Pure. */

/**
 * The mean of each channel over the map, then its standard deviation; together of unit length.
 * @param map places × channels, channels next to each other.
 * @param row takes 2 × channels numbers; all zero for a map that is all zero.
 */
export function poolMap(map: Float32Array, channels: number, row: Float32Array): void {
  const places = map.length / channels;
  let squares = 0;
  for (let c = 0; c < channels; c++) {
    let sum = 0;
    for (let i = c; i < map.length; i += channels) sum += map[i]!;
    const mean = sum / places;
    let spread = 0;
    for (let i = c; i < map.length; i += channels) spread += (map[i]! - mean) ** 2;
    row[c] = mean;
    row[channels + c] = Math.sqrt(spread / places);
    squares += mean * mean + spread / places;
  }
  if (squares === 0) return;
  const scale = 1 / Math.sqrt(squares);
  for (let j = 0; j < 2 * channels; j++) row[j]! *= scale;
}
