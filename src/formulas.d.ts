declare module '*/formulas.tex' {
  const formulas: Readonly<Record<string, import('#lib/learn/lab.ts').Formula>>;
  export default formulas;
}
