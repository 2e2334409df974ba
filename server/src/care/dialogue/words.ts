import type { Words } from '../process.ts';

/** What the rules of dialogue say to those whom they refuse. */
export const dialogueWords: Readonly<Record<string, Words>> = {
  'dialogue-topic': {
    nb: 'Velg hva meldingen handler om.',
    nn: 'Vel kva meldinga handlar om.',
    en: 'Choose what the message is about.',
  },
  'dialogue-recipient': {
    nb: 'Velg hvem du skriver til.',
    nn: 'Vel kven du skriv til.',
    en: 'Choose whom you write to.',
  },
  'dialogue-key': {
    nb: 'Meldingen mangler et kjennetegn, og kunne blitt sendt to ganger. Den er ikke sendt.',
    nn: 'Meldinga manglar eit kjenneteikn, og kunne blitt sendt to gonger. Ho er ikkje sendt.',
    en: 'The message has no mark of its own, and could have been sent twice. It is not sent.',
  },
  'dialogue-status': {
    nb: 'Meldingen er ikke ferdig. Den er ikke sendt.',
    nn: 'Meldinga er ikkje ferdig. Ho er ikkje sendt.',
    en: 'The message is not finished. It is not sent.',
  },
  'dialogue-sent': {
    nb: 'Klokken på enheten din går feil. Still den, og send på nytt.',
    nn: 'Klokka på eininga di går feil. Still ho, og send på nytt.',
    en: 'The clock of your device is wrong. Set it, and send again.',
  },
  'dialogue-received': {
    nb: 'At en melding er åpnet, sies av den som åpner den.',
    nn: 'At ei melding er opna, blir sagt av den som opnar ho.',
    en: 'That a message is opened is told by whoever opens it.',
  },
  'dialogue-text': { nb: 'Skriv en melding.', nn: 'Skriv ei melding.', en: 'Write a message.' },
  'dialogue-long': {
    nb: 'Meldingen er for lang. Den kan ha 10 000 tegn.',
    nn: 'Meldinga er for lang. Ho kan ha 10 000 teikn.',
    en: 'The message is too long. It can have 10,000 characters.',
  },
  'dialogue-subject': {
    nb: 'Skriv med noen få ord hva det gjelder.',
    nn: 'Skriv med nokre få ord kva det gjeld.',
    en: 'Write in a few words what it concerns.',
  },
  'dialogue-files': {
    nb: 'En melding kan ha fem vedlegg. Ta bort noen, eller send to meldinger.',
    nn: 'Ei melding kan ha fem vedlegg. Ta bort nokre, eller send to meldingar.',
    en: 'A message can have five files. Remove some, or send two messages.',
  },
  'dialogue-file-inline': {
    nb: 'Vedlegget kunne ikke leses. Velg det på nytt.',
    nn: 'Vedlegget kunne ikkje lesast. Vel det på nytt.',
    en: 'The file could not be read. Choose it again.',
  },
  'dialogue-file-type': {
    nb: 'Vedlegget må være et bilde (JPEG, PNG, GIF, WebP), en PDF eller ren tekst.',
    nn: 'Vedlegget må vere eit bilete (JPEG, PNG, GIF, WebP), ein PDF eller rein tekst.',
    en: 'The file must be a picture (JPEG, PNG, GIF, WebP), a PDF or plain text.',
  },
  'dialogue-file-large': {
    nb: 'Vedlegget er for stort. Det kan være på 10 MB.',
    nn: 'Vedlegget er for stort. Det kan vere på 10 MB.',
    en: 'The file is too large. It can be 10 MB.',
  },
  'dialogue-file-alone': {
    nb: 'Vedlegget hører ikke til en melding. Det er ikke lagret.',
    nn: 'Vedlegget høyrer ikkje til ei melding. Det er ikkje lagra.',
    en: 'The file belongs to no message. It is not stored.',
  },
  'dialogue-fixed': {
    nb: 'En melding som er sendt, endres ikke. Send en ny.',
    nn: 'Ei melding som er sendt, blir ikkje endra. Send ei ny.',
    en: 'A message that is sent is not changed. Send a new one.',
  },
  'dialogue-twice': {
    nb: 'Meldingen er sendt allerede.',
    nn: 'Meldinga er alt send.',
    en: 'The message is sent already.',
  },
  'dialogue-thread': {
    nb: 'Samtalen du svarer i, finnes ikke. Skriv en ny melding.',
    nn: 'Samtalen du svarar i, finst ikkje. Skriv ei ny melding.',
    en: 'The conversation that you answer in is not there. Write a new message.',
  },
  'dialogue-closed': {
    nb: 'Tjenesten tar ikke imot meldinger om dette. Velg en annen, eller ring.',
    nn: 'Tenesta tek ikkje imot meldingar om dette. Vel ei anna, eller ring.',
    en: 'The service takes no messages about this. Choose another, or call.',
  },
  'dialogue-task': {
    nb: 'Denne oppgaven lages av systemet når en melding, et skjema eller et krav kommer.',
    nn: 'Denne oppgåva blir laga av systemet når ei melding, eit skjema eller eit krav kjem.',
    en: 'This task is made by the system when a message, a form or a request comes.',
  },
  'dialogue-answer': {
    nb: 'En melding fra en innbygger avvises ikke. Svar, eller send den videre.',
    nn: 'Ei melding frå ein innbyggjar blir ikkje avvist. Svar, eller send ho vidare.',
    en: 'A message from a citizen is not rejected. Answer, or pass it on.',
  },
  'dialogue-unanswered': {
    nb: 'Svar på meldingen, eller si hvordan det ble løst.',
    nn: 'Svar på meldinga, eller sei korleis det vart løyst.',
    en: 'Answer the message, or say how it was settled.',
  },
  'form-owner': {
    nb: 'Et skjema sendes til innbyggeren som journalen gjelder.',
    nn: 'Eit skjema blir sendt til innbyggjaren som journalen gjeld.',
    en: 'A form is sent to the citizen whose record it is.',
  },
  'form-not-here': {
    nb: 'Skjemaet finnes ikke her.',
    nn: 'Skjemaet finst ikkje her.',
    en: 'The form is not here.',
  },
  'not-your-task': {
    nb: 'Bare den som har fått oppgaven, kan si at den er gjort.',
    nn: 'Berre den som har fått oppgåva, kan seie at ho er gjord.',
    en: 'Only the one who has the task can say that it is done.',
  },
  'not-your-message': {
    nb: 'Bare den som har fått meldingen, kan si at den er åpnet.',
    nn: 'Berre den som har fått meldinga, kan seie at ho er opna.',
    en: 'Only the one who has got the message can say that it is opened.',
  },
};
