import type { Deck } from './lab.ts';

/** The lectures of the course, as they call themselves. They are Portuguese, so their names are too. */
export const decks: Readonly<Record<Deck, string>> = {
  '000': 'MLIME, 12ª Mostra: Introdução ao deep learning (DFN, back-propagation, CNN)',
  '001': 'INF721, A31: Conclusão (UFV, Lucas N. Ferreira)',
  '002': 'GEX1082: Redes neurais convolucionais (UFFS, Giancarlo D. Salton)',
  '003': 'Deep Learning e Tensorflow (Vinicius Mesel, Guilherme Uzeda)',
  '004': 'Arquiteturas de Deep Learning: CNN, RNN, LSTM, AlexNet',
};
