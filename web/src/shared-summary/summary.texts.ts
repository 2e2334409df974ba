/** What the page for a code says: it stands outside of both applications, and brings its own words. */
export const texts = {
  title: ['Åpne et delt sammendrag', 'Opne eit delt samandrag', 'Open a shared summary'],
  lead: [
    'Du har fått en kode av en innbygger. Skriv den inn, og hvem du er. Det du skriver, står i innsynsloggen til innbyggeren.',
    'Du har fått ein kode av ein innbyggjar. Skriv han inn, og kven du er. Det du skriv, står i innsynsloggen til innbyggjaren.',
    'A citizen has given you a code. Enter it, and who you are. What you write stands in the citizen’s access log.',
  ],
  code: ['Koden', 'Koden', 'The code'],
  name: ['Navnet ditt', 'Namnet ditt', 'Your name'],
  place: ['Hvor du arbeider', 'Kvar du arbeider', 'Where you work'],
  open: ['Åpne', 'Opne', 'Open'],
  missing: ['Fyll ut alle tre.', 'Fyll ut alle tre.', 'Fill in all three.'],
  unknown: [
    'Koden åpner ingenting. Den er feil, utløpt eller trukket tilbake. Spør personen som ga den.',
    'Koden opnar ingenting. Han er feil, gått ut eller trekt tilbake. Spør personen som gav han.',
    'The code opens nothing. It is wrong, over or withdrawn. Ask whoever gave it.',
  ],
  wait: [
    'Det ble feil for mange ganger. Vent litt, og prøv igjen.',
    'Det vart feil for mange gonger. Vent litt, og prøv igjen.',
    'It was wrong too many times. Wait a little, and try again.',
  ],
  failed: ['Det gikk ikke. Prøv igjen.', 'Det gjekk ikkje. Prøv igjen.', 'It did not work. Try again.'],
  born: ['født', 'fødd', 'born'],
  until: ['Koden gjelder til', 'Koden gjeld til', 'The code holds until'],
  as: ['Slik journalen er nå', 'Slik journalen er no', 'As the record is now'],
  print: ['Skriv ut', 'Skriv ut', 'Print'],
  file: ['Last ned som FHIR (IPS)', 'Last ned som FHIR (IPS)', 'Download as FHIR (IPS)'],
  close: ['Lukk', 'Lukk', 'Close'],
} as const;
