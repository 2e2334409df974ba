import type { Words } from '../process.ts';

/** What the rules of prescriptions say to those whom they refuse. */
export const words: Readonly<Record<string, Words>> = {
  'prescription-order': {
    nb: 'Resepten gjelder ingen ordinasjon som finnes her for denne personen.',
    nn: 'Resepten gjeld inga ordinering som finst her for denne personen.',
    en: 'The prescription is of no order that is here for this person.',
  },
  'prescription-order-active': {
    nb: 'Ordinasjonen er avsluttet. Skriv en ny før du sender resept.',
    nn: 'Ordineringa er avslutta. Skriv ei ny før du sender resept.',
    en: 'The order has ended. Write a new one before you send a prescription.',
  },
  'prescription-signer': {
    nb: 'Du kan bare sende resept i ditt eget navn, fra enheten der du er på jobb.',
    nn: 'Du kan berre sende resept i ditt eige namn, frå eininga der du er på jobb.',
    en: 'You can only send prescriptions in your own name, from the unit where you are at work.',
  },
  'prescription-prescriber': {
    nb: 'Bare lege på jobb kan sende, tilbakekalle og hente resepter.',
    nn: 'Berre lege på jobb kan sende, kalle tilbake og hente reseptar.',
    en: 'Only a doctor at work can send, recall and look up prescriptions.',
  },
  'prescription-number': {
    nb: 'Personen har ikke fødselsnummer eller D-nummer her. Skriv papirresept.',
    nn: 'Personen har ikkje fødselsnummer eller D-nummer her. Skriv papirresept.',
    en: 'The person has no national identity number or D-number here. Write a prescription on paper.',
  },
  'prescription-hpr': {
    nb: 'HPR-nummeret ditt mangler. Be den som har ansvar for ansatte, om å legge det inn.',
    nn: 'HPR-nummeret ditt manglar. Be den som har ansvar for tilsette, om å leggje det inn.',
    en: 'Your HPR number is missing. Ask whoever answers for staff to add it.',
  },
  'prescription-medicine': {
    nb: 'Legemidlet har ingen kode. Velg det fra katalogen.',
    nn: 'Legemiddelet har ingen kode. Vel det frå katalogen.',
    en: 'The medicine has no code. Choose it from the catalogue.',
  },
  'prescription-dosage': {
    nb: 'Skriv doseringen med ord. Den skal stå på pakningen.',
    nn: 'Skriv doseringa med ord. Ho skal stå på pakninga.',
    en: 'Write the dosage in words. It goes on the package.',
  },
  'prescription-quantity': {
    nb: 'Oppgi hvor mye som skal utleveres: mer enn null.',
    nn: 'Oppgi kor mykje som skal leverast ut: meir enn null.',
    en: 'Say how much is to be dispensed: more than nothing.',
  },
  'prescription-repeats': {
    nb: 'Antall ganger til må være et helt tall fra 0 til 99.',
    nn: 'Talet på gonger til må vere eit heilt tal frå 0 til 99.',
    en: 'The number of repeats is a whole number from 0 to 99.',
  },
  'prescription-no-repeats': {
    nb: 'Resept i gruppe A kan ikke utleveres flere ganger. Sett antall ganger til null.',
    nn: 'Resept i gruppe A kan ikkje leverast ut fleire gonger. Set talet på gonger til null.',
    en: 'A prescription in group A is not dispensed again. Set the repeats to none.',
  },
  'prescription-authorisation': {
    nb: 'Legemidler i gruppe A og B krever autorisasjon som lege uten vilkår. En kollega som har det, må sende resepten.',
    nn: 'Legemiddel i gruppe A og B krev autorisasjon som lege utan vilkår. Ein kollega som har det, må sende resepten.',
    en: 'Medicines in groups A and B need a doctor’s authorisation without conditions. A colleague who has one must send it.',
  },
  'prescription-validity': {
    nb: 'Resepten må gjelde fra i dag og i høyst ett år.',
    nn: 'Resepten må gjelde frå i dag og i høgst eitt år.',
    en: 'A prescription is good from today and for a year at most.',
  },
  'prescription-message': {
    nb: 'Resepten kan ikke sendes: {field} mangler eller er feil i meldingen.',
    nn: 'Resepten kan ikkje sendast: {field} manglar eller er feil i meldinga.',
    en: 'The prescription cannot be sent: {field} is missing or wrong in the message.',
  },
  'prescription-twice': {
    nb: 'Ordinasjonen har allerede en resept. Tilbakekall den først.',
    nn: 'Ordineringa har alt ein resept. Kall han tilbake først.',
    en: 'The order has a prescription already. Recall it first.',
  },
  'prescription-kept': {
    nb: 'En resept slettes ikke. Trekk den tilbake.',
    nn: 'Ein resept blir ikkje sletta. Trekk han tilbake.',
    en: 'A prescription is not deleted. Withdraw it.',
  },
  'prescription-signed': {
    nb: 'Det som er signert, endres ikke. Trekk det tilbake og signer på nytt.',
    nn: 'Det som er signert, blir ikkje endra. Trekk det tilbake og signer på nytt.',
    en: 'What is signed is not changed. Withdraw it and sign anew.',
  },
  'prescription-moved': {
    nb: 'Du kan sende på nytt eller trekke tilbake det som ikke kom frem. Hent siden på nytt; noe kan ha skjedd.',
    nn: 'Du kan sende på nytt eller trekkje tilbake det som ikkje kom fram. Hent sida på nytt; noko kan ha skjedd.',
    en: 'What did not arrive can be sent again or withdrawn. Fetch the page anew; something may have happened.',
  },
  'prescription-made-here': {
    nb: 'Meldingen lages av Enjournal og sendes ikke med.',
    nn: 'Meldinga blir laga av Enjournal og skal ikkje sendast med.',
    en: 'The message is made by Enjournal and is not sent along.',
  },
  'prescription-off': {
    nb: 'Resepter kan ikke sendes herfra.',
    nn: 'Reseptar kan ikkje sendast herfrå.',
    en: 'Prescriptions cannot be sent from here.',
  },
  'recall-of': {
    nb: 'Tilbakekallingen gjelder ingen resept av denne ordinasjonen.',
    nn: 'Tilbakekallinga gjeld ingen resept av denne ordineringa.',
    en: 'The recall is of no prescription of this order.',
  },
  'recall-nothing': {
    nb: 'Ordinasjonen har ingen resept å tilbakekalle.',
    nn: 'Ordineringa har ingen resept å kalle tilbake.',
    en: 'The order has no prescription to recall.',
  },
  'prescription-bank-away': {
    nb: 'Reseptformidleren svarer ikke. Prøv igjen om litt.',
    nn: 'Reseptformidlaren svarar ikkje. Prøv igjen om litt.',
    en: 'The prescription bank does not answer. Try again in a while.',
  },
  'prescription-bank-strange': {
    nb: 'Svaret fra Reseptformidleren kan ikke leses.',
    nn: 'Svaret frå Reseptformidlaren kan ikkje lesast.',
    en: 'The answer of the prescription bank cannot be read.',
  },
  'multidose-kept': {
    nb: 'Multidose slettes ikke. Avslutt den.',
    nn: 'Multidose blir ikkje sletta. Avslutt han.',
    en: 'Multidose is not deleted. End it.',
  },
  'multidose-doctor': {
    nb: 'Bare lege starter, endrer og avslutter multidose, og bestemmer hva som pakkes.',
    nn: 'Berre lege startar, endrar og avsluttar multidose, og bestemmer kva som blir pakka.',
    en: 'Only a doctor begins, changes and ends multidose, and decides what is packed.',
  },
  'multidose-citizen': {
    nb: 'Multidosen gjelder én person, og blir hos den personen.',
    nn: 'Multidosen gjeld éin person, og blir hos den personen.',
    en: 'The multidose is of one person, and stays with that person.',
  },
  'multidose-responsible': {
    nb: 'Én lege på jobb må ha ansvar for multidosen.',
    nn: 'Éin lege på jobb må ha ansvar for multidosen.',
    en: 'One doctor at work answers for the multidose.',
  },
  'multidose-pharmacy': {
    nb: 'Velg ett apotek som kan ta imot meldinger (med HER-id).',
    nn: 'Vel eitt apotek som kan ta imot meldingar (med HER-id).',
    en: 'Choose one pharmacy that can take messages (with a HER-id).',
  },
  'multidose-day': {
    nb: 'Velg én pakkedag, hver uke eller inntil hver fjerde.',
    nn: 'Vel éin pakkedag, kvar veke eller inntil kvar fjerde.',
    en: 'Choose one packing day, each week or up to each fourth.',
  },
  'multidose-start': {
    nb: 'Oppgi fra hvilken dag multidosen gjelder.',
    nn: 'Oppgi frå kva dag multidosen gjeld.',
    en: 'Say from which day the multidose is.',
  },
  'multidose-twice': {
    nb: 'Personen har multidose allerede.',
    nn: 'Personen har multidose frå før.',
    en: 'The person has multidose already.',
  },
  'multidose-none': {
    nb: 'Personen har ikke multidose. Start den først.',
    nn: 'Personen har ikkje multidose. Start han først.',
    en: 'The person has no multidose. Begin it first.',
  },
  'multidose-as-needed': {
    nb: 'Det som tas ved behov, kan ikke pakkes i multidose. Ta det ut av multidosen først.',
    nn: 'Det som blir teke ved behov, kan ikkje pakkast i multidose. Ta det ut av multidosen først.',
    en: 'What is taken as needed cannot be packed. Take it out of the multidose first.',
  },
  'multidose-focus': {
    nb: 'Listen gjelder ingen multidose for denne personen.',
    nn: 'Lista gjeld ingen multidose for denne personen.',
    en: 'The list is of no multidose of this person.',
  },
};
