/**
 * Which photos of which Debian packages show what. `none`: things that the networks have no word for,
 * so the right answer is a low score. Only photographs, judged by eye; drawings were left out.
 */

/** In tuxpaint-stamps-default, under stamps/: things cut out of photographs. */
export const stamps: Readonly<Record<string, readonly string[]>> = {
  airplane: ['vehicles/flight/planes/747'],
  apple: [
    'apple_fuji',
    'apple_granny_smith',
    'apple_green',
    'apple_red',
    'apple_sierra_beauty',
  ].map((name) => `food/fruit/${name}`),
  banana: ['food/fruit/banana'],
  bear: ['animals/mammals/bears/bear', 'animals/mammals/bears/european-bear'],
  bird: [
    'adelaide-rosella',
    'blackbird',
    'crow',
    'drake',
    'duck',
    'gander',
    'heron_greatblue',
    'lark',
    'magpie',
    'ostrich',
    'owl',
    'pelican',
    'penguin',
    'pigeon',
    'pink_flamingo',
    'rainbow-lorikeet',
    'rooster',
    'seagull',
    'silver-gull',
    'tucan',
    'turkey',
    'vulture',
  ].map((name) => `animals/birds/${name}`),
  boat: ['vehicles/ship/chineseJunk', 'vehicles/ship/walnutBoat'],
  broccoli: ['food/vegetables/broccoli'],
  bus: ['vehicles/masstransit/green_korean_bus'],
  camera: ['hobbies/camera_35mm'],
  car: [
    'vehicles/auto/beetle',
    'vehicles/auto/sedan',
    'vehicles/auto/sportscar2',
    'vehicles/race/indycar',
  ],
  carrot: ['food/vegetables/carrot'],
  cow: ['bull', 'cow', 'cow_white', 'zebu', 'yak'].map((name) => `animals/mammals/bovines/${name}`),
  cup: ['household/dishes/mug'],
  dog: ['animals/mammals/dogs/dog', 'animals/mammals/dogs/dingo'],
  elephant: ['animals/mammals/elephant'],
  giraffe: ['animals/mammals/giraffe'],
  horse: ['animals/mammals/equines/horse', 'animals/mammals/equines/donkey'],
  orange: ['mandarine', 'orange', 'orange_seville', 'sliced_orange'].map((n) => `food/fruit/${n}`),
  person: ['people/fireman200b', 'people/fireman240a'],
  scissors: ['scissors_small_closed', 'scissors_small_open'].map((n) => `household/arttools/${n}`),
  sheep: ['ram', 'sheep', 'sheep_lamb'].map((name) => `animals/mammals/bovines/${name}`),
  'sports-ball': ['basketball', 'cricketball', 'football', 'soccer', 'tennis_ball'].map(
    (name) => `sports/${name}`,
  ),
  'stop-sign': ['town/roadsigns/stop'],
  'teddy-bear': ['animals/mammals/bears/toys/edward_bear'],
  'tennis-racket': ['sports/tennis_racket'],
  toilet: ['household/toilet'],
  'traffic-light': ['stoplight_01_red', 'stoplight_02_yellow', 'stoplight_03_green'].map(
    (name) => `town/roadsigns/${name}`,
  ),
  truck: ['vehicles/auto/truck', 'vehicles/emergency/firetruck', 'vehicles/garbagetruck'],
  zebra: ['animals/mammals/equines/zebra'],
  none: [
    'food/fruit/grapes',
    'food/fruit/kiwi',
    'food/fruit/pineapple',
    'food/fruit/strawberry',
    'food/vegetables/corn',
    'food/vegetables/eggplant',
    'food/vegetables/garlic',
    'food/vegetables/mushroom',
    'hobbies/binoculars',
    'hobbies/music/brass/trumpet',
    'hobbies/music/percussion/drumkit',
    'hobbies/music/string/guitar_classical',
    'hobbies/music/string/violin',
    'household/Lightbulb',
    'household/key',
    'household/rubberduck',
    'household/tools/hammer',
    'household/tools/measuring_tape',
    'household/tools/paintbrush_large',
    'household/tools/plyers',
    'household/tools/saw',
    'household/tools/wrench',
    'town/roadsigns/traffic_cone',
    'vehicles/flight/balloon360',
  ],
};

/** In gcompris-qt-data, under activities/: whole photographs. */
export const scenes: Readonly<Record<string, readonly string[]>> = {
  bear: ['explore_world_animals/resource/animals/polar_bear.webp'],
  bird: [
    ...[
      'gosling',
      'heron',
      'kingfisher',
      'northern_harrier',
      'penguin',
      'spoonbills',
      'swans',
      'toucan',
    ].map((name) => `erase/resource/${name}.webp`),
    ...['chicken', 'duck', 'owl'].map((n) => `explore_farm_animals/resource/animals/${n}.webp`),
    'explore_world_animals/resource/animals/scarlet_macaw.webp',
  ],
  cat: ['erase/resource/kitten.webp', 'explore_farm_animals/resource/animals/cat.webp'],
  chair: ['categorization/resource/images/others/chair.webp'],
  cow: [
    'erase/resource/calf.webp',
    'explore_farm_animals/resource/animals/cow.webp',
    'explore_world_animals/resource/animals/bison.webp',
  ],
  cup: [
    'categorization/resource/images/others/cup.webp',
    'categorization/resource/images/others/buffetset.webp',
  ],
  dog: ['explore_farm_animals/resource/animals/dog.webp'],
  giraffe: ['erase/resource/giraffe.webp', 'explore_world_animals/resource/animals/giraffe.webp'],
  horse: ['erase/resource/horse.webp', 'explore_farm_animals/resource/animals/horse.webp'],
  scissors: ['1', '2', '3', '4'].map(
    (n) => `categorization/resource/images/tools/scissors${n}.webp`,
  ),
  sheep: ['explore_farm_animals/resource/animals/sheep.webp'],
  spoon: ['categorization/resource/images/others/spoons.webp'],
  'sports-ball': ['baseball', 'volleyball'].map(
    (n) => `categorization/resource/images/others/${n}.webp`,
  ),
  none: [
    ...['alpaca', 'bee', 'butterfly', 'caterpillar', 'crab', 'dolphin'].map(
      (name) => `erase/resource/${name}.webp`,
    ),
    ...['crocodile', 'hedgehog', 'kangaroo', 'koala', 'narwhal'].map(
      (name) => `explore_world_animals/resource/animals/${name}.webp`,
    ),
    ...['blackslate', 'bulb', 'erasers', 'pencil', 'pillow', 'plate'].map(
      (name) => `categorization/resource/images/others/${name}.webp`,
    ),
    ...['hammer1', 'measuringTape1', 'multimeter1', 'plier1', 'screwDriver', 'wrench'].map(
      (name) => `categorization/resource/images/tools/${name}.webp`,
    ),
    ...['colosseum', 'eiffelTower', 'greatPyramid', 'parthenon', 'tajMahal'].map(
      (name) => `categorization/resource/images/monuments/${name}.webp`,
    ),
    ...['solar1', 'dam1', 'windmill'].map(
      (name) => `categorization/resource/images/renewable/${name}.webp`,
    ),
  ],
};

/** Photographs that cut-out things are put before, strongly blurred. */
export const backdrops = [
  'greatWall',
  'cathedral',
  'operaHouse',
  'leMusee',
  'usCapitol',
  'victoriaMemorial',
].map((name) => `categorization/resource/images/monuments/${name}.webp`);
