import type { LabMeta } from '#lib/learn/lab.ts';

export const meta: LabMeta = {
  id: 'normalisation',
  title: { en: 'Normalisation and tuning', 'pt-BR': 'Normalização e ajuste de hiperparâmetros' },
  question: {
    en: 'What keeps the layers of a network on one scale, and who finds the settings nobody tells us?',
    'pt-BR':
      'O que mantém as camadas de uma rede na mesma escala, e quem acha os ajustes que ninguém nos diz?',
  },
};
