/** How an HTML file looks: the app's paper and ink, in a page of its own. */
export const pageStyle = `
:root{color-scheme:light dark;--paper:light-dark(#f9f3e8,#1d1a16);--card:light-dark(#fffdf8,#27231e);
--ink:light-dark(#2a2520,#efe7da);--soft:light-dark(#6b6157,#b3a797);--line:light-dark(#e2d7c5,#3d372f);
--accent:light-dark(#b4421f,#f08a5d)}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.5 system-ui,sans-serif}
main{max-width:44rem;margin:0 auto;padding:1rem;display:grid;gap:1rem}
header{display:flex;align-items:baseline;gap:1rem}
h1{font-size:1.5rem;line-height:1.2;margin:0;flex:1;overflow-wrap:anywhere}
button,label.choose{font:inherit;color:var(--ink);background:var(--card);border:1px solid var(--line);
border-radius:.75rem;padding:.6rem 1rem;min-height:2.75rem;cursor:pointer;display:inline-block}
button.main{background:var(--accent);border-color:var(--accent);color:light-dark(#fff,#1d1a16)}
button:focus-visible,label:focus-within,input:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
label.choose input{position:absolute;opacity:0;width:1px;height:1px}
.stage{position:relative;aspect-ratio:4/3;background:var(--card);border:1px solid var(--line);
border-radius:1rem;overflow:hidden;display:grid;place-items:center;color:var(--soft);text-align:center}
.stage.over{border-color:var(--accent);border-style:dashed}
.stage canvas{width:100%;height:100%;object-fit:contain;position:absolute;inset:0}
textarea{font:inherit;color:inherit;background:var(--card);border:1px solid var(--line);border-radius:.75rem;
padding:.75rem;width:100%;resize:vertical}
textarea:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.tools{display:flex;flex-wrap:wrap;gap:.5rem}
ol{list-style:none;margin:0;padding:0;display:grid;gap:.5rem}
li{display:grid;grid-template-columns:1fr auto;gap:0 .75rem;padding:.6rem .8rem;background:var(--card);
border:1px solid var(--line);border-radius:.75rem;overflow-wrap:anywhere}
li output{font-variant-numeric:tabular-nums}
li i{grid-column:1/-1;height:.4rem;border-radius:.2rem;background:var(--line);overflow:hidden;display:block}
li i b{display:block;height:100%;background:var(--accent);border-radius:.2rem}
ol[data-unknown] li{opacity:.55}
p{margin:0}
.status{font-weight:600;min-height:1.5em}
footer{color:var(--soft);font-size:.875rem;display:grid;gap:.25rem}
`;
