import type { SeedReference } from '#lib/learn/lab.ts';

export const seeds: readonly SeedReference[] = [
  {
    deck: '000',
    what: {
      en: '“Rede neural profunda”: y = softmax(W₂(σ(W₁x))), a composition of functions; and “Redes neurais são aproximadores universais”: one hidden layer that is large enough can come as near to any such function as you like, though it may be very large, and deeper networks often generalise better.',
      'pt-BR':
        '“Rede neural profunda”: y = softmax(W₂(σ(W₁x))), uma composição de funções; e “Redes neurais são aproximadores universais”: uma camada escondida grande o bastante chega tão perto quanto se queira de qualquer função dessas, mas pode ter de ser muito grande, e redes mais fundas costumam generalizar melhor.',
    },
  },
  {
    deck: '001',
    what: {
      en: '“Multilayer Perceptron”, f(x₁, x₂) = x₁ XOR x₂: latent representations a = (a₁, a₂) “podem tornar um problema não-linearmente separável em linearmente separável”. The second section is that picture. The slide of back-propagation gives L = −y·log ŷ + (1 − y)·log(1 − ŷ), where the minus belongs before both terms, as in the formula here.',
      'pt-BR':
        '“Multilayer Perceptron”, f(x₁, x₂) = x₁ XOR x₂: as representações latentes a = (a₁, a₂) “podem tornar um problema não-linearmente separável em linearmente separável”. A segunda seção é essa figura. O slide de retropropagação traz L = −y·log ŷ + (1 − y)·log(1 − ŷ); o sinal de menos vale para os dois termos, como na fórmula daqui.',
    },
  },
  {
    deck: '001',
    what: {
      en: '“Regularização”: λ/(2n)·‖W‖² makes the weights small and the boundary simpler. λ here is the slide’s λ/n.',
      'pt-BR':
        '“Regularização”: λ/(2n)·‖W‖² deixa os pesos pequenos e a fronteira mais simples. O λ daqui é o λ/n do slide.',
    },
  },
];
