import type { SeedReference } from '#lib/learn/lab.ts';

export const seeds: readonly SeedReference[] = [
  {
    deck: '001',
    what: {
      en: '“O que não conseguimos cobrir…” (what we could not cover): “Ajuste de Hiperparâmetros” and “Normalização: Batch e Layer”. This lab covers both; the formulas are those of Ioffe and Szegedy (2015) and of Ba, Kiros and Hinton (2016).',
      'pt-BR':
        '“O que não conseguimos cobrir…”: “Ajuste de Hiperparâmetros” e “Normalização: Batch e Layer”. Este laboratório cobre as duas; as fórmulas são de Ioffe e Szegedy (2015) e de Ba, Kiros e Hinton (2016).',
    },
  },
  {
    deck: '004',
    what: {
      en: '“AlexNet”: two normalisation layers, “no longer common”: they compared neighbouring channels; what came after is what is shown here.',
      'pt-BR':
        '“AlexNet”: duas camadas de normalização, “que não são mais comuns”: comparavam canais vizinhos; o que veio depois é o que se mostra aqui.',
    },
  },
];
