import type { LabMeta } from '#lib/learn/lab.ts';

export const meta: LabMeta = {
  id: 'board',
  title: { en: 'The Board', 'pt-BR': 'O Painel' },
  question: {
    en: 'Which of my runs learnt best, and what did it do otherwise?',
    'pt-BR': 'Qual dos meus treinos aprendeu melhor, e o que ele fez de diferente?',
  },
};
