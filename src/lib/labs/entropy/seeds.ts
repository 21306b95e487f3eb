import type { SeedReference } from '#lib/learn/lab.ts';

export const seeds: readonly SeedReference[] = [
  {
    deck: '000',
    what: {
      en: '“Revisão: entropia”, “divergência Kullback-Leibler” and “entropia cruzada”: p = (0.8, 0.2) and q = (0.5, 0.5), H(p) = 0.72, H(q) = 1, D(p‖q) = 0.28; so the logarithm there is of base 2. The second pair, with D(p′‖q′) = 0.04, is only in a picture that the scan lost: the first task looks for one.',
      'pt-BR':
        '“Revisão: entropia”, “divergência Kullback-Leibler” e “entropia cruzada”: p = (0,8; 0,2) e q = (0,5; 0,5), H(p) = 0,72, H(q) = 1, D(p‖q) = 0,28; logo, o logaritmo ali é de base 2. O segundo par, com D(p′‖q′) = 0,04, está só numa figura que a digitalização perdeu: a primeira tarefa procura um.',
    },
  },
  {
    deck: '000',
    what: {
      en: '“Entropia cruzada e verossimilhança”: J(θ) = −ℒ(θ), so arg max ℒ = arg min J. The scan lost signs and sums there; they are mended from “Classificação com uma rede neural”, where ℒ(θ) = (1/N) Σ log p(y|x; θ).',
      'pt-BR':
        '“Entropia cruzada e verossimilhança”: J(θ) = −ℒ(θ), logo arg max ℒ = arg min J. Ali a digitalização perdeu sinais e somatórios, refeitos a partir de “Classificação com uma rede neural”, onde ℒ(θ) = (1/N) Σ log p(y|x; θ).',
    },
  },
];
