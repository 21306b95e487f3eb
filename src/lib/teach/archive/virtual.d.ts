/** Made by scripts/page/vite-plugin.ts. */
declare module 'virtual:page-runtime' {
  /** The program of an exported HTML file, one classic script. */
  const runtime: string;
  export default runtime;
}

declare module 'virtual:text-page-runtime' {
  /** The program of an exported HTML file that reads, one classic script. */
  const runtime: string;
  export default runtime;
}

declare module 'virtual:tokenize' {
  /** A module that turns texts into the inputs of an exported layers model. */
  const code: string;
  export default code;
}
