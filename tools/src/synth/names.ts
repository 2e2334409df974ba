import type { Sex } from './numbers.ts';
import type { Random } from './random.ts';

export type Origin = 'norwegian' | 'sami' | 'other';

/** Given names as people of an age have them; family names are made up, so that nobody real is called so. */
export type Name = { given: string; middle?: string; family: string };

const list = (text: string): string[] => text.split(' ');

type BySex = Record<Sex, readonly string[]>;

const NORWEGIAN: readonly { bornFrom: number; names: BySex }[] = [
  {
    bornFrom: 0,
    names: {
      female: list(
        'Aase Anna Asbjørg Astrid Bergljot Bjørg Borghild Edith Elsa Gerd Gudrun Haldis Hjørdis Inger Ingebjørg Jenny Kirsten Klara Liv Magnhild Margit Marie Oddny Olaug Ragnhild Ruth Signe Solveig Sigrun Tordis Torbjørg Åse',
      ),
      male: list(
        'Alf Arne Arvid Asbjørn Birger Bjarne Egil Einar Finn Gunnar Hans Harald Håkon Ivar Johan Karsten Kåre Leif Magne Odd Olav Oskar Ragnar Reidar Rolf Sigurd Sverre Thorleif Torbjørn Trygve Willy Øivind',
      ),
    },
  },
  {
    bornFrom: 1952,
    names: {
      female: list(
        'Anne Anita Aud Berit Bente Bodil Brit Eli Elin Ellen Eva Grete Gro Gunn Hege Heidi Hilde Inger Kari Kristin Laila Lise Marit May Mona Nina Randi Rita Sissel Siv Tone Torill Tove Trine Turid Unni Vigdis Wenche',
      ),
      male: list(
        'Arild Arne Bjørn Dag Eirik Erling Frode Geir Helge Inge Jan Jarle Jon Kjell Knut Lars Morten Nils Odd Ole Per Pål Roar Roger Rune Stein Svein Terje Tom Tor Trond Ulf Vidar Ørjan Øystein Åge',
      ),
    },
  },
  {
    bornFrom: 1976,
    names: {
      female: list(
        'Anette Camilla Cecilie Charlotte Elise Guro Hanne Helene Ida Ingrid Ingvild Ina Julie Karoline Katrine Kristine Lene Line Linn Malin Marianne Maria Marte Mari Monica Siri Silje Sunniva Stine Synne Therese Tonje Thea Vilde',
      ),
      male: list(
        'Anders Andreas Bjarte Christian Daniel Eirik Espen Fredrik Glenn Henrik Håvard Joakim Jonas Jørgen Kim Kristian Kristoffer Magnus Marius Martin Mats Morten Ole Petter Preben Sindre Simen Stian Sondre Thomas Tommy Vegard Øyvind',
      ),
    },
  },
  {
    bornFrom: 2000,
    names: {
      female: list(
        'Ada Agnes Alma Amalie Astrid Ella Emilie Emma Eva Frida Hedda Iben Ida Ingeborg Ingrid Jenny Johanne Leah Linnea Live Lykke Maja Mathilde Mia Nora Oda Olivia Sara Selma Signe Sigrid Sofie Solveig Tiril Vilja Åsa',
      ),
      male: list(
        'Aksel Alfred Anton August Birk Elias Emil Even Filip Håkon Henrik Iver Isak Jakob Johannes Kasper Lucas Ludvig Mathias Mikkel Noah Odin Olai Oliver Olav Oskar Sander Sivert Storm Theo Tobias Torjus Viljar William Ørjan',
      ),
    },
  },
];

const SAMI: BySex = {
  female: list('Áile Ánne Biret Elle Inga Inger-Máret Ipmo Káre Kirste Máret Márjá Rávdná Risten Sárá Sunná Ulla'),
  male: list('Ánte Áslat Áilu Heaika Issát Jovnna Juhán Lásse Mihkkal Máhtte Nilla Niillas Piera Ovllá Sámmol Andaras'),
};

const OTHER: readonly { names: BySex; families: readonly string[] }[] = [
  // Family names are the word for "example" or "try" in the language, or near it.
  {
    names: { female: list('Agnieszka Ewa Katarzyna Magdalena Zofia'), male: list('Andrzej Jakub Marek Piotr Tomasz') },
    families: list('Przykladowski Testowska Probny'),
  },
  {
    names: { female: list('Aisha Amina Fatuma Hodan Sahra'), male: list('Abdi Ahmed Hassan Mahad Yusuf') },
    families: list('Tusaale Tijaabo'),
  },
  {
    names: { female: list('Fatima Layla Noor Rania Zainab'), male: list('Ali Khalid Mohammed Omar Samir') },
    families: list('Mithali Namuna Tajriba'),
  },
  {
    names: { female: list('Daiva Jurgita Rasa Vilma'), male: list('Darius Jonas Tomas Vytautas') },
    families: list('Pavyzdys Bandymaitis'),
  },
  {
    names: { female: list('Lan Linh Mai Thuy'), male: list('Duc Minh Quang Tuan') },
    families: list('Vidu Thunghiem'),
  },
  {
    names: { female: list('Oksana Olena Tetiana Yuliia'), male: list('Andrii Dmytro Mykola Serhii') },
    families: list('Prykladenko Probnyk'),
  },
  {
    names: { female: list('Elif Leyla Şirin Zeynep'), male: list('Baran Emre Mehmet Rojhat') },
    families: list('Örnek Deneme Mînak'),
  },
  {
    names: { female: list('Maria Grace Lakshmi Priya Somchit'), male: list('Arjun Jose Ravi Somsak') },
    families: list('Udaran Halimbawa Tuayang'),
  },
];

const FAMILY_FIRST = list(
  'Prøve Test Tenkt Eksempel Liksom Øve Fabel Dikt Mønster Skisse Utkast Syntet Demo Påfunn Forsøk Lissom Antatt Fiksjon',
);
const FAMILY_LAST = list(
  'dal vik berg rud stad haug nes lien moen sæter heim bakken åsen holm strand vold myr eid gård fjell hagen løkken tveit bø',
);
const SAMI_FAMILIES = list('Ovdamearka Geahččalan Govva Muitalus Máinnas Iskkus');
const MIDDLE = list('Bakke Lie Moe Dahl Vik Haugen Solberg Ness Lund Strøm Myhre Ødegård');

/** Everyone in a household of that origin shares it. */
export function familyName(random: Random, origin: Origin): string {
  if (origin === 'sami') return random.pick(SAMI_FAMILIES);
  if (origin === 'other') return random.pick(random.pick(OTHER).families);
  return random.pick(FAMILY_FIRST) + random.pick(FAMILY_LAST);
}

/** A given name that someone of that sex, origin and year of birth may have. */
export function givenName(random: Random, origin: Origin, sex: Sex, bornYear: number, family: string): string {
  if (origin === 'sami') return random.pick(SAMI[sex]);
  if (origin === 'other') {
    const culture = OTHER.find((one) => one.families.includes(family)) ?? random.pick(OTHER);
    return random.pick(culture.names[sex]);
  }
  let names = NORWEGIAN[0]!.names[sex];
  for (const generation of NORWEGIAN) if (bornYear >= generation.bornFrom) names = generation.names[sex];
  const name = random.pick(names);
  return bornYear < 1990 && random.chance(0.12) ? `${name} ${random.pick(names)}`.replace(/^(\S+) \1$/, '$1') : name;
}

export function middleName(random: Random, origin: Origin): string | undefined {
  return origin === 'norwegian' && random.chance(0.2) ? random.pick(MIDDLE) : undefined;
}
