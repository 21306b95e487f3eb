import type { LabMeta } from '#lib/learn/lab.ts';

export const meta: LabMeta = {
  id: 'representations',
  title: { en: 'Representations', 'pt-BR': 'Representações' },
  question: {
    en: 'When no line can part the points, must the line change, or the space?',
    'pt-BR': 'Quando nenhuma reta separa os pontos, quem tem de mudar: a reta ou o espaço?',
  },
};
