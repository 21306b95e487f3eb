/**
 * Every label that the networks can say, in the languages of the app. A label without a name in each
 * language does not compile. Ids are COCO's and Open Images' names in lower case with hyphens; where
 * both know a thing, COCO's id stands for both (see `networks.ts`).
 */
export type LabelLocale = 'en' | 'pt-BR';

export type LabelNames = Readonly<Record<LabelLocale, string>>;

function name(en: string, portuguese: string): LabelNames {
  return { en, 'pt-BR': portuguese };
}

export const labelNames = {
  // people, and what they wear and carry
  person: name('Person', 'Pessoa'),
  footwear: name('Footwear', 'Calçado'),
  boot: name('Boot', 'Bota'),
  'high-heels': name('High heels', 'Salto alto'),
  backpack: name('Backpack', 'Mochila'),
  umbrella: name('Umbrella', 'Guarda-chuva'),
  handbag: name('Handbag', 'Bolsa'),
  tie: name('Tie', 'Gravata'),
  suitcase: name('Suitcase', 'Mala'),
  // on the road
  vehicle: name('Vehicle', 'Veículo'),
  bicycle: name('Bicycle', 'Bicicleta'),
  car: name('Car', 'Carro'),
  motorcycle: name('Motorcycle', 'Moto'),
  airplane: name('Airplane', 'Avião'),
  bus: name('Bus', 'Ônibus'),
  train: name('Train', 'Trem'),
  truck: name('Truck', 'Caminhão'),
  boat: name('Boat', 'Barco'),
  'traffic-light': name('Traffic light', 'Semáforo'),
  'fire-hydrant': name('Fire hydrant', 'Hidrante'),
  'stop-sign': name('Stop sign', 'Placa de pare'),
  'parking-meter': name('Parking meter', 'Parquímetro'),
  bench: name('Bench', 'Banco'),
  // animals
  bird: name('Bird', 'Pássaro'),
  cat: name('Cat', 'Gato'),
  dog: name('Dog', 'Cachorro'),
  horse: name('Horse', 'Cavalo'),
  sheep: name('Sheep', 'Ovelha'),
  cow: name('Cow', 'Vaca'),
  elephant: name('Elephant', 'Elefante'),
  bear: name('Bear', 'Urso'),
  zebra: name('Zebra', 'Zebra'),
  giraffe: name('Giraffe', 'Girafa'),
  // sport and play
  frisbee: name('Frisbee', 'Frisbee'),
  skis: name('Skis', 'Esquis'),
  snowboard: name('Snowboard', 'Snowboard'),
  'sports-ball': name('Ball', 'Bola'),
  kite: name('Kite', 'Pipa'),
  'baseball-bat': name('Baseball bat', 'Taco de beisebol'),
  'baseball-glove': name('Baseball glove', 'Luva de beisebol'),
  skateboard: name('Skateboard', 'Skate'),
  surfboard: name('Surfboard', 'Prancha de surfe'),
  'tennis-racket': name('Tennis racket', 'Raquete de tênis'),
  'stationary-bicycle': name('Exercise bike', 'Bicicleta ergométrica'),
  'teddy-bear': name('Teddy bear', 'Ursinho de pelúcia'),
  // at the table
  bottle: name('Bottle', 'Garrafa'),
  'wine-glass': name('Wine glass', 'Taça'),
  cup: name('Cup', 'Xícara'),
  fork: name('Fork', 'Garfo'),
  knife: name('Knife', 'Faca'),
  spoon: name('Spoon', 'Colher'),
  bowl: name('Bowl', 'Tigela'),
  banana: name('Banana', 'Banana'),
  apple: name('Apple', 'Maçã'),
  sandwich: name('Sandwich', 'Sanduíche'),
  orange: name('Orange', 'Laranja'),
  broccoli: name('Broccoli', 'Brócolis'),
  carrot: name('Carrot', 'Cenoura'),
  'hot-dog': name('Hot dog', 'Cachorro-quente'),
  pizza: name('Pizza', 'Pizza'),
  donut: name('Donut', 'Donut'),
  cake: name('Cake', 'Bolo'),
  // at home
  chair: name('Chair', 'Cadeira'),
  couch: name('Couch', 'Sofá'),
  'potted-plant': name('Potted plant', 'Planta em vaso'),
  bed: name('Bed', 'Cama'),
  table: name('Table', 'Mesa'),
  desk: name('Desk', 'Escrivaninha'),
  toilet: name('Toilet', 'Vaso sanitário'),
  tv: name('TV or monitor', 'TV ou monitor'),
  laptop: name('Laptop', 'Notebook'),
  mouse: name('Computer mouse', 'Mouse'),
  remote: name('Remote control', 'Controle remoto'),
  keyboard: name('Keyboard', 'Teclado'),
  'cell-phone': name('Cell phone', 'Celular'),
  camera: name('Camera', 'Câmera'),
  microwave: name('Microwave', 'Micro-ondas'),
  oven: name('Oven', 'Forno'),
  toaster: name('Toaster', 'Torradeira'),
  sink: name('Sink', 'Pia'),
  refrigerator: name('Refrigerator', 'Geladeira'),
  book: name('Book', 'Livro'),
  box: name('Box', 'Caixa'),
  clock: name('Clock', 'Relógio'),
  vase: name('Vase', 'Vaso'),
  scissors: name('Scissors', 'Tesoura'),
  'hair-drier': name('Hair dryer', 'Secador de cabelo'),
  toothbrush: name('Toothbrush', 'Escova de dentes'),
} as const satisfies Record<string, LabelNames>;

/** A label of the networks built in. */
export type KnownLabel = keyof typeof labelNames;
