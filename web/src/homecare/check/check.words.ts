import type { Words } from '../../shared/i18n/words.ts';

/** Check of person and medicine before a dose, by what stands on band and package. */
export const checkWords = {
  'check.title': ['Kontroll med strekkode', 'Kontroll med strekkode', 'Check by barcode'],
  'check.open': ['Skann', 'Skann', 'Scan'],
  'check.close': ['Lukk skanning', 'Lukk skanning', 'Close scanning'],
  'check.field': ['Strekkode eller nummer', 'Strekkode eller nummer', 'Barcode or number'],
  'check.help.band': [
    'Armbåndet først, så pakningen.',
    'Armbandet først, så pakninga.',
    'The band first, then the package.',
  ],
  'check.help.package': ['Les pakningen.', 'Les pakninga.', 'Read the package.'],
  'check.read': ['Kontroller', 'Kontroller', 'Check'],
  'check.camera': ['Bruk kamera', 'Bruk kamera', 'Use the camera'],
  'check.camera.close': ['Lukk kamera', 'Lukk kamera', 'Close the camera'],
  'check.person': ['Riktig person: {{name}}', 'Rett person: {{name}}', 'The right person: {{name}}'],
  'check.person.next': [
    'Les pakningen til det du skal gi.',
    'Les pakninga til det du skal gi.',
    'Read the package of what you are to give.',
  ],
  'check.wrongPerson': [
    'Feil person. Båndet hører ikke til {{name}}.',
    'Feil person. Bandet høyrer ikkje til {{name}}.',
    'Wrong person. The band is not {{name}}’s.',
  ],
  'check.wrongPerson.do': [
    'Gi ingenting. Spør om navn og fødselsdato, og åpne besøket til den du er hos.',
    'Gi ingenting. Spør om namn og fødselsdato, og opne besøket til den du er hos.',
    'Give nothing. Ask for name and date of birth, and open the visit of the person you are with.',
  ],
  'check.asked': [
    'Jeg har spurt, og dette er {{name}}',
    'Eg har spurt, og dette er {{name}}',
    'I have asked, and this is {{name}}',
  ],
  'check.nobody': [
    'Ingen på runden har dette båndet.',
    'Ingen på runden har dette bandet.',
    'Nobody on the round has this band.',
  ],
  'check.nobody.do': [
    'Gi ingenting. Spør om navn og fødselsdato, og les båndet på nytt.',
    'Gi ingenting. Spør om namn og fødselsdato, og les bandet på nytt.',
    'Give nothing. Ask for name and date of birth, and read the band again.',
  ],
  'check.again': ['Les på nytt', 'Les på nytt', 'Read again'],
  'check.personFirst': [
    'Les armbåndet først, så pakningen.',
    'Les armbandet først, så pakninga.',
    'Read the band first, then the package.',
  ],
  'check.notReady': [
    'Dosene er ikke hentet ennå. Les pakningen på nytt om et øyeblikk.',
    'Dosane er ikkje henta enno. Les pakninga på nytt om ein augneblink.',
    'The doses are not fetched yet. Read the package again in a moment.',
  ],
  'check.misread': [
    'Koden ble ikke lest rett. Hold den rett og nær, og les på nytt.',
    'Koden vart ikkje lesen rett. Hald han rett og nær, og les på nytt.',
    'The code was not read rightly. Hold it straight and near, and read it again.',
  ],
  'check.fits': ['Riktig legemiddel: {{what}}', 'Rett legemiddel: {{what}}', 'The right medicine: {{what}}'],
  'check.batch': ['batch {{batch}}', 'batch {{batch}}', 'batch {{batch}}'],
  'check.until': ['kan brukes til {{date}}', 'kan brukast til {{date}}', 'may be used until {{date}}'],
  'check.exchange': [
    '{{medicine}} er byttbart med {{what}}. Si fra til personen om at pakningen er en annen.',
    '{{medicine}} er byttbart med {{what}}. Sei frå til personen om at pakninga er ei anna.',
    '{{medicine}} may be exchanged for {{what}}. Tell the person that the package is another.',
  ],
  'check.wrong': ['Feil legemiddel: {{medicine}}', 'Feil legemiddel: {{medicine}}', 'Wrong medicine: {{medicine}}'],
  'check.wrong.substance': [
    'Det er ikke blant det som skal gis nå.',
    'Det er ikkje blant det som skal givast no.',
    'It is not among what is to be given now.',
  ],
  'check.wrong.strength': [
    'Ordinasjonen er {{what}}: en annen styrke.',
    'Ordineringa er {{what}}: ein annan styrke.',
    'The order is {{what}}: another strength.',
  ],
  'check.wrong.form': [
    'Ordinasjonen er {{what}}: en annen form.',
    'Ordineringa er {{what}}: ei anna form.',
    'The order is {{what}}: another form.',
  ],
  'check.wrong.brand': [
    'Ordinasjonen er {{what}}, og de to er ikke byttbare.',
    'Ordineringa er {{what}}, og dei to er ikkje byttbare.',
    'The order is {{what}}, and the two may not be exchanged.',
  ],
  'check.wrong.do': [
    'Legg pakningen bort, og finn den som står på listen. Finnes den ikke, ring lege eller apotek.',
    'Legg pakninga bort, og finn den som står på lista. Finst ho ikkje, ring lege eller apotek.',
    'Put the package away, and find the one on the list. If there is none, call the doctor or the pharmacy.',
  ],
  'check.expired': [
    '{{medicine}} gikk ut {{date}}.',
    '{{medicine}} gjekk ut {{date}}.',
    '{{medicine}} expired {{date}}.',
  ],
  'check.expired.do': [
    'Legg pakningen bort, og bruk en som ikke er gått ut.',
    'Legg pakninga bort, og bruk ei som ikkje er gått ut.',
    'Put the package away, and use one that has not expired.',
  ],
  'check.unknown': ['Nummeret er ikke kjent her', 'Nummeret er ikkje kjent her', 'The number is not known here'],
  'check.unknown.do': [
    'Les navn, styrke og form på pakningen. Er det ikke ett av disse, legg den bort.',
    'Les namn, styrke og form på pakninga. Er det ikkje eitt av desse, legg henne bort.',
    'Read name, strength and form on the package. If it is none of these, put it away.',
  ],
  'check.byEye': ['Det er {{what}}', 'Det er {{what}}', 'It is {{what}}'],
  'check.mark': ['kontrollert', 'kontrollert', 'checked'],
  'check.mark.exchange': ['kontrollert, byttbar', 'kontrollert, byttbar', 'checked, exchangeable'],
  'check.mark.eye': ['lest av deg', 'lese av deg', 'read by you'],
  'check.hindrance': [
    'Feil bånd lest. Avklar først.',
    'Feil band lese. Avklar først.',
    'Wrong band read. Settle that first.',
  ],
} as const satisfies Words;
