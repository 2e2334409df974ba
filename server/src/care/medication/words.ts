import type { Words } from '../process.ts';

/** What the rules of medicines say to those whom they refuse. */
export const words: Readonly<Record<string, Words>> = {
  'order-kept': {
    nb: 'En ordinasjon slettes ikke. Stopp den, eller merk den som feilført.',
    nn: 'Ei ordinering blir ikkje sletta. Stopp henne, eller merk henne som feilført.',
    en: 'An order is not deleted. Stop it, or mark it as entered in error.',
  },
  'order-over': {
    nb: 'Ordinasjonen er avsluttet. Skriv en ny hvis legemidlet skal brukes igjen.',
    nn: 'Ordineringa er avslutta. Skriv ei ny om legemiddelet skal brukast igjen.',
    en: 'The order has ended. Write a new one if the medicine is to be used again.',
  },
  'stop-reason': {
    nb: 'Oppgi hvorfor legemidlet stoppes.',
    nn: 'Oppgi kvifor legemiddelet blir stoppa.',
    en: 'Say why the medicine is stopped.',
  },
  'not-prescriber': {
    nb: 'Bare lege kan ordinere. Du kan foreslå, så avgjør legen.',
    nn: 'Berre lege kan ordinere. Du kan foreslå, så avgjer legen.',
    en: 'Only a doctor can order. You can propose, and the doctor decides.',
  },
  'dosage-malformed': {
    nb: 'Doseringen går ikke opp. Sjekk antall og hvor ofte.',
    nn: 'Doseringa går ikkje opp. Sjekk talet og kor ofte.',
    en: 'The dosage does not make sense. Check how many and how often.',
  },
  'dosage-too-often': {
    nb: 'Så tett gis ikke doser for hånd. Skriv en infusjon med hastighet.',
    nn: 'Så tett blir ikkje dosar gitt for hand. Skriv ein infusjon med fart.',
    en: 'Doses are not given by hand that often. Write an infusion with a rate.',
  },
  'ends-before-start': {
    nb: 'Sluttdatoen er før startdatoen.',
    nn: 'Sluttdatoen er før startdatoen.',
    en: 'The end is before the start.',
  },
  'dose-unit-form': {
    nb: 'Legemidlet doseres ikke i denne enheten.',
    nn: 'Legemiddelet blir ikkje dosert i denne eininga.',
    en: 'This medicine is not dosed in that unit.',
  },
  'dose-strength': {
    nb: 'Dosen kan ikke lages av denne styrken. Velg en annen dose eller styrke.',
    nn: 'Dosen kan ikkje lagast av denne styrken. Vel ein annan dose eller styrke.',
    en: 'This strength cannot make the dose. Choose another dose or strength.',
  },
  'dose-most': {
    nb: 'Dosen er over 20 enheter på én gang. Sjekk tallet, eller velg en høyere styrke.',
    nn: 'Dosen er over 20 einingar på éin gong. Sjekk talet, eller vel ein høgare styrke.',
    en: 'The dose is over 20 units at once. Check the number, or choose a higher strength.',
  },
  'rate-amount': {
    nb: 'Hastigheten må være over 0, og den laveste kan ikke være over den høyeste.',
    nn: 'Farten må vere over 0, og den lågaste kan ikkje vere over den høgaste.',
    en: 'The rate must be above 0, and the lowest not above the highest.',
  },
  'rate-unit': {
    nb: 'Hastigheten skrives som en mengde per time eller døgn, som ml/time eller mg/døgn.',
    nn: 'Farten blir skriven som ei mengd per time eller døgn, som ml/time eller mg/døgn.',
    en: 'A rate is written as an amount per hour or day, such as ml/hour or mg/day.',
  },
  'rate-form': {
    nb: 'Legemidlet kan ikke gå i pumpe. Velg en injeksjons- eller infusjonsvæske.',
    nn: 'Legemiddelet kan ikkje gå i pumpe. Vel ei injeksjons- eller infusjonsvæske.',
    en: 'This medicine cannot run in a pump. Choose a solution for injection or infusion.',
  },
  'order-is-past': {
    nb: 'Ordinasjonen er slutt før den er skrevet. Sjekk sluttdatoen.',
    nn: 'Ordineringa er slutt før ho er skriven. Sjekk sluttdatoen.',
    en: 'The order is over before it is written. Check the end date.',
  },
  'order-in-past': {
    nb: 'En ordinasjon kan begynne inntil én uke tilbake. Det personen har brukt før, skrives som oppgitt i bruk.',
    nn: 'Ei ordinering kan byrje inntil éi veke tilbake. Det personen har brukt før, blir skrive som oppgitt i bruk.',
    en: 'An order can begin up to a week back. What the person has taken before is written as reported in use.',
  },
  'order-far-ahead': {
    nb: 'Startdatoen er mer enn ett år fram.',
    nn: 'Startdatoen er meir enn eitt år fram.',
    en: 'The start is more than a year ahead.',
  },
  'reconcile-signer': {
    nb: 'Bare lege kan signere legemiddellisten. Du kan gjøre den klar for legen.',
    nn: 'Berre lege kan signere legemiddellista. Du kan gjere henne klar for legen.',
    en: 'Only a doctor can sign the medicine list. You can prepare it for the doctor.',
  },
  'reconcile-undecided': {
    nb: 'Noen legemidler er ikke avgjort. Velg for hvert av dem.',
    nn: 'Nokre legemiddel er ikkje avgjorde. Vel for kvart av dei.',
    en: 'Some medicines are not decided. Choose for each of them.',
  },
  'reconcile-order': {
    nb: 'Legemidlet står ikke på listen lenger. Hent kildene på nytt.',
    nn: 'Legemiddelet står ikkje på lista lenger. Hent kjeldene på nytt.',
    en: 'The medicine is no longer on the list. Fetch the sources anew.',
  },
  'reconcile-twice': {
    nb: 'Det samme legemidlet er avgjort to ganger.',
    nn: 'Det same legemiddelet er avgjort to gonger.',
    en: 'The same medicine is decided twice.',
  },
  'reconcile-add': {
    nb: 'Skriv dosen for det som skal legges til.',
    nn: 'Skriv dosen for det som skal leggjast til.',
    en: 'Write the dose of what is added.',
  },
  'reconcile-changed': {
    nb: 'Noen har endret et legemiddel etter at du så på det. Se på det igjen før du signerer.',
    nn: 'Nokon har endra eit legemiddel etter at du såg på det. Sjå på det igjen før du signerer.',
    en: 'Somebody has changed a medicine since you looked at it. Look again before you sign.',
  },
  'draft-over': {
    nb: 'Samstemmingen er signert. Begynn en ny.',
    nn: 'Samstemminga er signert. Byrj på ei ny.',
    en: 'The reconciliation is signed. Begin a new one.',
  },
  'list-signed': {
    nb: 'En signert legemiddelliste endres ikke. Samstem på nytt.',
    nn: 'Ei signert legemiddelliste blir ikkje endra. Samstem på nytt.',
    en: 'A signed medicine list is not changed. Reconcile anew.',
  },
  'change-nothing': {
    nb: 'Skriv den nye doseringen.',
    nn: 'Skriv den nye doseringa.',
    en: 'Write the new dosage.',
  },
  'dose-kept': {
    nb: 'En registrert dose slettes ikke. Merk den som feilført.',
    nn: 'Ein registrert dose blir ikkje sletta. Merk han som feilført.',
    en: 'A recorded dose is not deleted. Mark it as entered in error.',
  },
  'dose-in-future': {
    nb: 'Tidspunktet er ikke kommet ennå.',
    nn: 'Tidspunktet er ikkje kome enno.',
    en: 'That time has not come yet.',
  },
  'order-unknown': {
    nb: 'Fant ingen slik ordinasjon for denne personen.',
    nn: 'Fann inga slik ordinering for denne personen.',
    en: 'There is no such order for this person.',
  },
  'not-given-reason': {
    nb: 'Oppgi hvorfor dosen ikke ble gitt.',
    nn: 'Oppgi kvifor dosen ikkje vart gitt.',
    en: 'Say why the dose was not given.',
  },
  'dose-amount': {
    nb: 'Dosen må være mer enn null.',
    nn: 'Dosen må vere meir enn null.',
    en: 'The dose must be more than nothing.',
  },
  'dose-unit': {
    nb: 'Dosen er i en annen enhet enn ordinasjonen.',
    nn: 'Dosen er i ei anna eining enn ordineringa.',
    en: 'The dose is in another unit than the order.',
  },
  'dose-is-another': {
    nb: 'En dose rettes, men gjøres ikke om til en annen. Merk den som feilført og registrer den riktige.',
    nn: 'Ein dose blir retta, men ikkje gjort om til ein annan. Merk han som feilført og registrer den rette.',
    en: 'A dose is corrected, not made into another. Mark it as entered in error and record the right one.',
  },
  'correction-note': {
    nb: 'Skriv hvorfor dosen rettes.',
    nn: 'Skriv kvifor dosen blir retta.',
    en: 'Say why the dose is corrected.',
  },
  'before-order': {
    nb: 'Ordinasjonen begynner senere enn dette.',
    nn: 'Ordineringa byrjar seinare enn dette.',
    en: 'The order begins later than this.',
  },
  'order-not-active': {
    nb: 'Legemidlet er stoppet. Er dosen likevel gitt, registrer den som avvik med forklaring.',
    nn: 'Legemiddelet er stoppa. Er dosen likevel gitt, registrer han som avvik med forklaring.',
    en: 'The medicine is stopped. If the dose was given all the same, record it as a deviation, with why.',
  },
  'dose-not-planned': {
    nb: 'Ordinasjonen har ingen dose på dette tidspunktet.',
    nn: 'Ordineringa har ingen dose på dette tidspunktet.',
    en: 'The order has no dose at this time.',
  },
  'dose-already-recorded': {
    nb: 'Dosen er allerede registrert. Se hvem som gjorde det, før du gir noe.',
    nn: 'Dosen er alt registrert. Sjå kven som gjorde det, før du gir noko.',
    en: 'The dose is recorded already. See by whom before you give anything.',
  },
  'over-max': {
    nb: 'Med denne dosen blir det mer enn ordinasjonen tillater.',
    nn: 'Med denne dosen blir det meir enn ordineringa tillèt.',
    en: 'With this dose, more is given than the order allows.',
  },
  'too-soon': {
    nb: 'Det er for kort tid siden forrige dose. Se når den neste kan gis.',
    nn: 'Det er for kort tid sidan førre dose. Sjå når den neste kan givast.',
    en: 'It is too soon after the last dose. See when the next may be given.',
  },
  'as-needed-reason': {
    nb: 'Skriv hva dosen ble gitt for.',
    nn: 'Skriv kva dosen vart gitt for.',
    en: 'Say what the dose was given for.',
  },
  'check-wrong-person': {
    nb: 'Båndet som ble lest, hører til en annen person. Gi ingenting før du vet hvem du er hos.',
    nn: 'Bandet som vart lese, høyrer til ein annan person. Gi ingenting før du veit kven du er hos.',
    en: 'The band that was read belongs to somebody else. Give nothing until you know who it is.',
  },
  'check-wrong-medicine': {
    nb: 'Pakningen som ble lest, er ikke det som er ordinert. Legg den bort, og finn legemidlet på listen.',
    nn: 'Pakninga som vart lesen, er ikkje det som er ordinert. Legg henne bort, og finn legemiddelet på lista.',
    en: 'The package that was read is not what is ordered. Put it away, and find the medicine on the list.',
  },
  'check-expired': {
    nb: 'Pakningen er gått ut på dato. Legg den bort, og finn en ny.',
    nn: 'Pakninga er gått ut på dato. Legg henne bort, og finn ei ny.',
    en: 'The package has expired. Put it away, and find a new one.',
  },
  'infusion-period': {
    nb: 'En pumpe som går, har en start. En som er stoppet, har også en slutt etter starten.',
    nn: 'Ei pumpe som går, har ein start. Ei som er stoppa, har òg ein slutt etter starten.',
    en: 'A pump that runs has a start. One that is stopped has an end after it, too.',
  },
  'infusion-not-ordered': {
    nb: 'Ordinasjonen sier ingen hastighet. En pumpe trenger en ordinasjon med hastighet.',
    nn: 'Ordineringa seier ingen fart. Ei pumpe treng ei ordinering med fart.',
    en: 'The order has no rate. A pump needs an order with a rate.',
  },
  'rate-not-ordered': {
    nb: 'Legen har ordinert en annen hastighet. Still pumpen som ordinert, eller få en ny ordinasjon.',
    nn: 'Legen har ordinert ein annan fart. Still pumpa som ordinert, eller få ei ny ordinering.',
    en: 'The doctor has ordered another rate. Set the pump as ordered, or get a new order.',
  },
  'pump-running': {
    nb: 'Pumpen går allerede på denne ordinasjonen. Endre den som går, eller stopp den først.',
    nn: 'Pumpa går alt på denne ordineringa. Endre den som går, eller stopp henne først.',
    en: 'A pump runs on this order already. Change the one that runs, or stop it first.',
  },
  'intake-not-observed': {
    nb: 'Inntaket skal være under tilsyn. Registrer at du så at dosen ble tatt.',
    nn: 'Inntaket skal vere under tilsyn. Registrer at du såg at dosen vart teken.',
    en: 'Intake is to be observed. Record that you saw the dose being taken.',
  },
  'missed-doses': {
    nb: 'Tre doser på rad er ikke tatt, og toleransen kan være lavere. Gi ikke dosen før legen har ordinert på nytt.',
    nn: 'Tre dosar på rad er ikkje tekne, og toleransen kan vere lågare. Gi ikkje dosen før legen har ordinert på nytt.',
    en: 'Three doses in a row were not taken, and tolerance may be lower. Do not give the dose until the doctor has ordered anew.',
  },
  'effect-of-dose': {
    nb: 'Effekten må gjelde en dose som er gitt til denne personen.',
    nn: 'Effekten må gjelde ein dose som er gitt til denne personen.',
    en: 'The effect must be of a dose given to this person.',
  },
};
