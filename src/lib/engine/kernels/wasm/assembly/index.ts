export { backward } from './backward';
export { forward } from './forward';
export { gather, scatter } from './rows';
export { sigmoids, tanhs } from './vectors';
