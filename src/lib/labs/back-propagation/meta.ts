import type { LabMeta } from '#lib/learn/lab.ts';

export const meta: LabMeta = {
  id: 'back-propagation',
  title: { en: 'Back-propagation', 'pt-BR': 'Retropropagação' },
  question: {
    en: 'How does every weight find out how much it is to blame?',
    'pt-BR': 'Como cada peso fica sabendo quanta culpa tem no erro?',
  },
};
