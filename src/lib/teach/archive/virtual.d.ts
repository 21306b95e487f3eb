/** Made by scripts/page/vite-plugin.ts. */
declare module 'virtual:page-runtime' {
  /** The program of an exported HTML file, one classic script. */
  const runtime: string;
  export default runtime;
}
