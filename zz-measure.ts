import { Gallery } from './src/lib/teach/trainer/gallery.ts';
import { InstantHead } from './src/lib/teach/trainer/instant-head.ts';
const D = 560;
const classes = Array.from({ length: 10 }, (_, i) => ({ id: `c${i}`, role: 'answer' as const }));
const signal = new AbortController().signal;
const centres = classes.map(() => Float32Array.from({ length: D }, () => Math.random() - 0.5));
const vec = (c: number) => { const v = centres[c]!.map((x) => x + 0.5 * (Math.random() - 0.5)); const l = Math.hypot(...v); return v.map((x) => x * 1.414 / l); };
for (const method of ['lda', 'ridge', 'means', 'knn'] as const) {
  for (const n of [10, 300, 1000, 5000]) {
    const gallery = new Gallery(D);
    const instant = new InstantHead(method, D, classes);
    for (let i = 0; i < n; i++) { const s = { id: `s${String(i).padStart(6, '0')}`, classId: `c${i % 10}`, burst: `b${i}`, part: 'auto' as const }; const v = vec(i % 10); gallery.put(s, v); instant.add(s, v); }
    const t0 = performance.now(); await instant.update(gallery, signal); const bulk = performance.now() - t0;
    const times: number[] = [];
    for (let i = 0; i < 15; i++) {
      const s = { id: `t${i}`, classId: `c${i % 10}`, burst: `t${i}`, part: 'auto' as const }; const v = vec(i % 10);
      gallery.put(s, v); instant.add(s, v);
      const u = await instant.update(gallery, signal); times.push(u!.updateMs);
    }
    times.sort((a, b) => a - b);
    console.log(method, n, 'bulk', bulk.toFixed(0), 'ms; update median', times[7]!.toFixed(1), 'max', times[14]!.toFixed(1));
  }
}
