import { builtinModules } from 'node:module';
import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

/** Folders of src/lib from the ground up: each may import itself and the folders named here, nothing else. */
const reach = {
  failure: [],
  i18n: ['failure'],
  maths: [],
  storage: ['cache', 'failure'],
  cache: ['failure'],
  engine: ['cache', 'failure'],
  ui: ['i18n', 'failure'],
  charts: ['ui', 'i18n'],
  camera: ['storage', 'ui', 'i18n', 'failure'],
  vision: ['cache', 'engine', 'camera', 'storage', 'charts', 'ui', 'i18n', 'failure'],
  text: ['cache', 'engine', 'maths', 'storage', 'i18n', 'failure'],
  pwa: ['cache', 'storage', 'ui', 'i18n', 'failure'],
  handover: ['cache', 'camera', 'maths', 'engine', 'ui', 'i18n', 'failure'],
  catalogue: [
    'vision',
    'text',
    'cache',
    'engine',
    'pwa',
    'storage',
    'charts',
    'ui',
    'i18n',
    'failure',
  ],
  see: [
    'catalogue',
    'vision',
    'camera',
    'cache',
    'engine',
    'pwa',
    'storage',
    'charts',
    'ui',
    'i18n',
    'failure',
  ],
  read: [
    'catalogue',
    'text',
    'cache',
    'engine',
    'pwa',
    'storage',
    'charts',
    'ui',
    'i18n',
    'failure',
  ],
  // It watches over the doors and proves them, so it stands above them; they do not know it.
  event: [
    'see',
    'read',
    'teach',
    'board',
    'catalogue',
    'vision',
    'text',
    'camera',
    'cache',
    'engine',
    'pwa',
    'storage',
    'ui',
    'i18n',
    'failure',
  ],
  home: ['event', 'catalogue', 'vision', 'cache', 'engine', 'pwa', 'ui', 'i18n', 'failure'],
  teach: [
    'catalogue',
    'handover',
    'cache',
    'vision',
    'text',
    'maths',
    'camera',
    'engine',
    'pwa',
    'storage',
    'charts',
    'ui',
    'i18n',
    'failure',
  ],
  // What every lab stands on; it knows none of them.
  learn: ['engine', 'shell', 'storage', 'charts', 'ui', 'i18n', 'failure'],
  // Every run of Teach and Learn in one place; it reads what they keep.
  board: [
    'teach',
    'learn',
    'cache',
    'maths',
    'engine',
    'storage',
    'charts',
    'ui',
    'i18n',
    'failure',
  ],
  labs: [
    'learn',
    'board',
    'cache',
    'maths',
    'engine',
    'pwa',
    'storage',
    'charts',
    'ui',
    'i18n',
    'failure',
  ],
  shell: ['event', 'pwa', 'storage', 'ui', 'i18n', 'failure'],
};
const domains = 'see|read|teach|learn|board|catalogue|event|handover|vision|text|camera|shell|labs';

const tensorflow = {
  regex: '^@tensorflow/',
  allowTypeImports: true,
  message:
    'TensorFlow.js lives in workers only; the page speaks to them through engine/protocol.ts.',
};
const union = {
  regex: '^@tensorflow/tfjs$',
  message:
    'Import the ops from @tensorflow/tfjs-core and the kernels that are used, so that the worker stays small.',
};
const runes = {
  regex: '\\.svelte(\\.ts)?$',
  message: 'Workers have no runes and no components.',
};
const nodeOnly = {
  regex: `^(node:|(${builtinModules.join('|')})$)`,
  message: 'This runs in a browser.',
};
const above = (folder) => {
  const allowed = ['paraglide', folder, ...reach[folder]].join('|');
  return {
    regex: `^#lib/(?!(${allowed})/)|^(\\.\\./)+(?!(${allowed})/)(${Object.keys(reach).join('|')})/`,
    allowTypeImports: folder !== 'engine',
    message: `${folder}/ may import only ${allowed.replaceAll('|', ', ')}.`,
  };
};

const restrict = (files, patterns, rest = {}) => ({
  files,
  rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns }] },
  ...rest,
});
/** What no TensorFlow.js may be in: everything that can land in the page's own bundle. */
const pageFolders = [
  'maths',
  'camera',
  'see',
  'read',
  'home',
  'shell',
  'ui',
  'charts',
  'i18n',
  'pwa',
  'storage',
  'cache',
  'catalogue',
  'event',
  'handover',
  'learn',
  'board',
  'failure',
];

export default defineConfig(
  globalIgnores([
    'build/',
    '.svelte-kit/',
    'src/paraglide/',
    'static/',
    'tests/.cache/',
    'test-results/',
    'playwright-report/',
  ]),
  js.configs.recommended,
  ts.configs.strict,
  ts.configs.stylistic,
  svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
    rules: {
      eqeqeq: 'error',
      'no-console': ['error', { allow: ['warn', 'error'] }],
      'no-empty': ['error', { allowEmptyCatch: false }],
      'no-undef': 'off',
      'object-shorthand': 'error',
      'prefer-const': 'off',
      // State here is $state.raw with new values; a Set inside a class is bookkeeping, not state.
      'svelte/prefer-svelte-reactivity': 'off',
      'svelte/no-navigation-without-resolve': ['error', { ignoreReplaceState: true }],
      'svelte/prefer-const': ['error', { excludedRunes: ['$props', '$state', '$derived'] }],
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
      '@typescript-eslint/no-dynamic-delete': 'off',
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/no-empty-function': 'off',
      // With noUncheckedIndexedAccess, the loops of numeric code index typed arrays with `!`.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/no-invalid-void-type': 'off',
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts', '**/*.svelte.js'],
    languageOptions: {
      parserOptions: { extraFileExtensions: ['.svelte'], parser: ts.parser, svelteConfig },
    },
  },
  // Promises nobody waits for are how failures get lost; finding them needs types.
  {
    files: ['src/**/*.ts', 'scripts/**/*.ts', 'models/**/*.ts', 'tests/**/*.ts'],
    ignores: ['**/*.svelte.ts'],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },

  // The direction of imports. A later block replaces an earlier one for the same file, so each names all it forbids.
  restrict(['src/**/*.{ts,svelte}'], [union, nodeOnly]),
  // Runs while pages are made of the client's build, and never again.
  restrict(['src/hooks.server.ts'], [union, tensorflow]),
  restrict(['src/routes/**', 'src/service-worker.ts'], [tensorflow, nodeOnly]),
  ...Object.keys(reach).map((folder) =>
    restrict(
      [`src/lib/${folder}/**`],
      [above(folder), union, nodeOnly, ...(pageFolders.includes(folder) ? [tensorflow] : [])],
    ),
  ),
  restrict(
    ['src/lib/engine/**'],
    [
      above('engine'),
      union,
      nodeOnly,
      { regex: `^#lib/(${domains})/`, message: 'engine/ knows no domain.' },
    ],
  ),
  restrict(['src/**/worker.ts'], [union, nodeOnly, runes]),
  {
    files: ['src/**/{maths,metrics,split,geometry,kernels,input-spec}.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        'window',
        'document',
        'navigator',
        'self',
        'fetch',
        'localStorage',
      ],
    },
  },
  // The words of formulas are set by our own build; no visitor's word is in them.
  { files: ['src/lib/learn/Formula.svelte'], rules: { 'svelte/no-at-html-tags': 'off' } },
  // AssemblyScript, compiled to WebAssembly: its language has no `import type`.
  {
    files: ['src/lib/engine/kernels/wasm/assembly/*.ts', 'tests/bench/limit/assembly/*.ts'],
    rules: { '@typescript-eslint/consistent-type-imports': 'off' },
  },
  restrict(['src/**/*.test.ts'], []),
  { files: ['scripts/**', '*.config.*', 'tests/**', 'models/**'], rules: { 'no-console': 'off' } },
);
