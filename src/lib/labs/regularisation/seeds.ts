import type { SeedReference } from '#lib/learn/lab.ts';

export const seeds: readonly SeedReference[] = [
  {
    deck: '002',
    what: {
      en: '“Regularização”: the continuation 1, 3, 5, 7, 217341, L1, L2, ElasticNet, Dropout; “Training Set”, “Validation Set”, “Test Set”. The slides print the L2 term three times: with |w| at first (a copy of L1), then with w² and with |w|². The words beside them (“ao quadrado”) and seed 001 settle it: w². Slides say λ/n there, seed 001 says λ/2n; we use λ/2n, so that the slope is λw/n.',
      'pt-BR':
        '“Regularização”: a continuação 1, 3, 5, 7, 217341, L1, L2, ElasticNet, Dropout; “Training Set”, “Validation Set”, “Test Set”. Os slides trazem o termo L2 três vezes: primeiro com |w| (cópia do L1), depois com w² e com |w|². O texto ao lado (“ao quadrado”) e a semente 001 resolvem: é w². Ali está λ/n; na 001, λ/2n. Usamos λ/2n, cuja derivada é λw/n.',
    },
  },
  {
    deck: '001',
    what: {
      en: '“Regularização”: the loss plus (λ/2n)·‖W‖², which brings the weights of every layer near 0 and so makes the boundary simpler.',
      'pt-BR':
        '“Regularização”: a perda mais (λ/2n)·‖W‖², que leva os pesos de cada camada para perto de 0 e assim simplifica a fronteira de decisão.',
    },
  },
  {
    deck: '000',
    what: {
      en: '“Regularização”: ways to impose Occam’s razor that improve the test at the cost of the training: norm penalties (L2, L1), early stopping, dropout.',
      'pt-BR':
        '“Regularização”: estratégias para impor a navalha de Occam, que melhoram o teste à custa do treino: penalizações à norma (L2, L1), early stopping, dropout.',
    },
  },
  {
    deck: '004',
    what: {
      en: '“Dropout”: a mask that cancels some neurons and leaves the others as they are; data augmentation by mirroring, crops and jittering, as in AlexNet.',
      'pt-BR':
        '“Dropout”: uma máscara que anula alguns neurônios e deixa os outros inalterados; aumento de dados por espelhamento, recortes e jittering, como na AlexNet.',
    },
  },
];
