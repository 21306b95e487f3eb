import type { Text } from './text.en.ts';

export const pt: Text = {
  story: [
    'Treinar é fazer um experimento: você muda uma coisa, treina de novo e pergunta se melhorou. Lá pelo terceiro treino ninguém mais lembra o que o primeiro fez. O TensorBoard entrou em todo curso de deep learning porque ele lembra: cada treino anota seus números enquanto roda, e o painel põe um ao lado do outro.',
    'A perda de um lote pequeno é uma testemunha agitada, pois a cada vez oito outros pontos são sorteados. A suavização acompanha esse vaivém com uma média que anda junto: cada valor novo pesa 1 − β, e tudo o que veio antes pesa β. Só que a média parte de 0, e por isso seus primeiros valores ficam baixos demais. Dividir por 1 − βᵗ desfaz exatamente isso; é a mesma correção que o Adam usa.',
    'Suavizar mostra a tendência e esconde tudo o que dura menos que uns 1 ÷ (1 − β) passos. Por isso a linha medida continua atrás, clarinha. E, diga o que disser a perda de treino, quem decide entre dois treinos é a perda de validação, medida em pontos com que nenhum deles aprendeu.',
    'Tudo o que você treina em Aprender e em Ensinar vem para cá sozinho e fica neste aparelho. Dê um nome a um treino e ele não some; leve os treinos num arquivo, e eles abrem em outro aparelho ou numa planilha.',
  ],
  tasks: {
    pair: {
      say: 'Faça dois treinos completos que só diferem em um ajuste e marque os dois.',
      seen: 'Com um só ajuste mudado, a diferença entre as curvas tem uma só causa. Com dois, não daria para saber qual foi.',
    },
    start: {
      say: 'Desligue a correção e ache uma suavização com a qual a perda de treino pareça começar abaixo de um décimo do valor verdadeiro.',
      seen: 'Sem a correção, o primeiro ponto é (1 − β) do verdadeiro: qualquer β acima de 0,9 serve. A curva que sobe no começo é obra da média, não da rede.',
    },
    best: {
      say: 'Ache ajustes que terminem com perda de validação abaixo de 0,1 e deixe só esse treino marcado.',
      seen: 'Com taxa pequena demais ele não chega em 400 passos; grande demais, anda aos pulos. Foi no painel que você percebeu.',
    },
  },
  beta: 'suavização β',
  value: 'valor x',
  average: 'média s',
  corrected: 'corrigida ŝ',
  memory: 'passos que ela lembra',
  ticked: 'treinos marcados',
  training: 'Um treino para fazer',
  rate: 'Taxa de aprendizado',
  batch: 'Lote',
  hidden: 'Unidades ocultas',
  optimiser: 'Otimizador',
  seed: 'Semente',
  drawing: 'Como desenhar',
  smoothing: 'Suavização β',
  correction: 'Correção de viés',
  correctionNote: 'Dividir por 1 − βᵗ',
  axis: 'Eixo horizontal',
  log: 'Potências de dez na vertical',
  tag: 'Mostrar',
  step: (step: string, most: string) => `lote ${step} de ${most}`,
  press: 'Aperte Rodar: uma rede pequena aprende duas luas, e o treino aparece aqui.',
  point: (x: string, y: string) => `ponto (${x}; ${y})`,
  classes: ['lua de baixo', 'lua de cima'],
  layer: (place: number) => `oculta ${String(place)}`,
  output: 'saída',
};
