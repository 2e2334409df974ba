import type { Words } from '../process.ts';

export const representationWords: Readonly<Record<string, Words>> = {
  'power-too-young': {
    nb: 'Du må ha fylt 16 år for å gi fullmakt.',
    nn: 'Du må ha fylt 16 år for å gi fullmakt.',
    en: 'You must be 16 to give a power of attorney.',
  },
  'power-protected': {
    nb: 'Adressen er beskyttet. Da kan ingen representere deg på nett, eller være med i en krets.',
    nn: 'Adressa er verna. Då kan ingen representere deg på nett, eller vere med i ein krins.',
    en: 'The address is protected. Then nobody can represent you online, or be in a circle.',
  },
  'power-to-self': {
    nb: 'Velg en annen enn deg selv.',
    nn: 'Vel ein annan enn deg sjølv.',
    en: 'Choose somebody else than yourself.',
  },
  'power-to-whom': {
    nb: 'Oppgi én person med fødselsnummer.',
    nn: 'Oppgi éin person med fødselsnummer.',
    en: 'Name one person by national identity number.',
  },
  'power-period': {
    nb: 'Velg en sluttdato som ikke er passert, og ikke lenger fram enn det er lov til.',
    nn: 'Vel ein sluttdato som ikkje er passert, og ikkje lenger fram enn det er lov til.',
    en: 'Choose an end date that has not passed, and not later than is allowed.',
  },
  'power-guardian': {
    nb: 'Vergemål endres hos Statsforvalteren, ikke her.',
    nn: 'Verjemål blir endra hos Statsforvaltaren, ikkje her.',
    en: 'A guardianship is changed by the County Governor, not here.',
  },
  'power-unknown': {
    nb: 'Den er allerede avsluttet.',
    nn: 'Den er alt avslutta.',
    en: 'It has ended already.',
  },
  'person-not-found': {
    nb: 'Vi fant ingen du kan velge med dette fødselsnummeret og etternavnet. Sjekk at begge er riktige.',
    nn: 'Vi fann ingen du kan velje med dette fødselsnummeret og etternamnet. Sjekk at begge er rette.',
    en: 'We found nobody you can choose with this number and family name. Check that both are right.',
  },
  'too-many-guesses': {
    nb: 'Det ble feil for mange ganger. Vent litt, og prøv igjen.',
    nn: 'Det vart feil for mange gonger. Vent litt, og prøv igjen.',
    en: 'It was wrong too many times. Wait a little, and try again.',
  },
  'parents-reason': {
    nb: 'Skriv hvorfor, med minst ti tegn.',
    nn: 'Skriv kvifor, med minst ti teikn.',
    en: 'Say why, in ten characters or more.',
  },
  'parents-youth-clinic': {
    nb: 'Det som er fra helsestasjon for ungdom, deles aldri med foreldre.',
    nn: 'Det som er frå helsestasjon for ungdom, blir aldri delt med foreldre.',
    en: 'What is from a youth clinic is never shared with parents.',
  },
  'parents-not-yours': {
    nb: 'En annen har bestemt dette. Spør dem som behandler deg.',
    nn: 'Ein annan har bestemt dette. Spør dei som behandlar deg.',
    en: 'Somebody else has decided this. Ask those who treat you.',
  },
  'parents-of-age': {
    nb: 'Den som har fylt 18 år, bestemmer selv. Foreldre ser ingenting.',
    nn: 'Den som har fylt 18 år, bestemmer sjølv. Foreldre ser ingenting.',
    en: 'Whoever is 18 decides alone. Parents see nothing.',
  },
  'share-period': {
    nb: 'Koden kan vare fra én time til 30 dager.',
    nn: 'Koden kan vare frå éin time til 30 dagar.',
    en: 'The code can last from an hour to 30 days.',
  },
  'circle-twice': {
    nb: 'Personen er med i kretsen allerede.',
    nn: 'Personen er med i krinsen alt.',
    en: 'The person is in the circle already.',
  },
  'circle-unknown': {
    nb: 'Personen er ikke med i kretsen.',
    nn: 'Personen er ikkje med i krinsen.',
    en: 'The person is not in the circle.',
  },
  'circle-visit-unknown': {
    nb: 'Besøket finnes ikke lenger.',
    nn: 'Besøket finst ikkje lenger.',
    en: 'There is no such visit any more.',
  },
  'circle-not-yours': {
    nb: 'Dette kan du ikke gjøre her.',
    nn: 'Dette kan du ikkje gjere her.',
    en: 'You cannot do this here.',
  },
  'circle-text': {
    nb: 'Skriv hva det gjelder.',
    nn: 'Skriv kva det gjeld.',
    en: 'Say what it is about.',
  },
  'circle-time': {
    nb: 'Velg når det begynner og slutter. Det kan ikke være over.',
    nn: 'Vel når det byrjar og sluttar. Det kan ikkje vere over.',
    en: 'Choose when it begins and ends. It cannot be over.',
  },
  'consent-kept': {
    nb: 'Et samtykke slettes ikke. Trekk det tilbake.',
    nn: 'Eit samtykke blir ikkje sletta. Trekk det tilbake.',
    en: 'A consent is not deleted. Withdraw it.',
  },
  'consent-is-another': {
    nb: 'Et samtykke kan ikke gjøres om til noe annet. Gi et nytt.',
    nn: 'Eit samtykke kan ikkje gjerast om til noko anna. Gi eit nytt.',
    en: 'A consent cannot be made something else. Give a new one.',
  },
  'consent-over': {
    nb: 'Dette er avsluttet. Gi et nytt.',
    nn: 'Dette er avslutta. Gi eit nytt.',
    en: 'This has ended. Give a new one.',
  },
  'consent-shape': {
    nb: 'Noe mangler: hva det gjelder, eller hvem.',
    nn: 'Noko manglar: kva det gjeld, eller kven.',
    en: 'Something is missing: what it is about, or whom.',
  },
};
