import type { Text } from './text.en.ts';

export const pt: Text = {
  story: ['A reta gira até ficar o mais perto dos pontos que consegue.'],
  tasks: {
    fit: { say: 'Ache a inclinação com erro 0.', seen: 'Os três pontos estão sobre a reta.' },
    step: { say: 'Dê dez passos.', seen: 'Cada passo é menor que o anterior.' },
    far: { say: 'Faça o erro passar de 10.', seen: 'Ele cresce com o quadrado da inclinação.' },
  },
  w: 'inclinação w',
  x: 'entrada x',
  e: 'erro E',
  rate: 'Taxa de aprendizado',
  picture: (w: string) => `Três pontos e uma reta de inclinação ${w}`,
};
