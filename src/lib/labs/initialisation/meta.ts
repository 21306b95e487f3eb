import type { LabMeta } from '#lib/learn/lab.ts';

export const meta: LabMeta = {
  id: 'initialisation',
  title: { en: 'Initialisation and gradient flow', 'pt-BR': 'Inicialização e fluxo do gradiente' },
  question: {
    en: 'Why does a deep network learn, or not, before it has seen a single example?',
    'pt-BR': 'Por que uma rede profunda aprende, ou não, antes mesmo de ver o primeiro exemplo?',
  },
};
