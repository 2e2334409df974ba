import type { Words } from '../process.ts';

const said = (nb: string, nn: string, en: string): Words => ({ nb, nn, en });

/** What the rules of plans say when they refuse or warn. */
export const planWords: Readonly<Record<string, Words>> = {
  'step-not-refused': said(
    'Bare et trinn som er avslått eller mislyktes, kan sendes til en annen enhet.',
    'Berre eit steg som er avslått eller mislukka, kan sendast til ei anna eining.',
    'Only a step that was declined or has failed can be sent to another unit.',
  ),
  'step-sent-already': said(
    'Trinnet er allerede sendt til en annen enhet.',
    'Steget er alt sendt til ei anna eining.',
    'The step has been sent to another unit already.',
  ),
  'step-to': said(
    'Velg hvilken enhet som skal få trinnet.',
    'Vel kva eining som skal få steget.',
    'Choose which unit is to have the step.',
  ),
  'step-not-yours': said(
    'Den som startet forløpet, sender trinnet til en annen enhet.',
    'Den som starta forløpet, sender steget til ei anna eining.',
    'Those who started the pathway send the step to another unit.',
  ),
  'plan-kept': said(
    'En plan slettes ikke. Stopp den, og skriv hvorfor.',
    'Ein plan blir ikkje sletta. Stopp han, og skriv kvifor.',
    'A plan is not deleted. Stop it, and say why.',
  ),
  'plan-ended': said(
    'Planen er avsluttet og kan ikke tas opp igjen. Lag en ny.',
    'Planen er avslutta og kan ikkje takast opp att. Lag ein ny.',
    'The plan has ended and cannot be resumed. Make a new one.',
  ),
  'plan-role': said(
    'I denne rollen kan du legge til notater i planen, men ikke endre den.',
    'I denne rolla kan du leggje til notat i planen, men ikkje endre han.',
    'In this role you can add notes to the plan, but not change it.',
  ),
  'plan-shared-twice': said(
    'Innbyggeren har allerede en felles plan. Skriv i den.',
    'Innbyggjaren har alt ein felles plan. Skriv i den.',
    'The citizen has a shared plan already. Write in that one.',
  ),
  'plan-shared-part': said(
    'Den felles planen er ikke del av en annen plan.',
    'Den felles planen er ikkje del av ein annan plan.',
    'The shared plan is not part of another plan.',
  ),
  'plan-part-of': said(
    'Planen må være del av den samme innbyggerens felles plan.',
    'Planen må vere del av den felles planen til same innbyggjaren.',
    'The plan must be part of the same citizen’s shared plan.',
  ),
  'plan-subject': said(
    'Planen hører til én innbygger og kan ikke flyttes til en annen.',
    'Planen høyrer til éin innbyggjar og kan ikkje flyttast til ein annan.',
    'The plan belongs to one citizen and cannot be moved to another.',
  ),
  'plan-own-words': said(
    'Dette er innbyggerens egne ord. Du kan svare på dem, men ikke endre eller fjerne dem.',
    'Dette er innbyggjaren sine eigne ord. Du kan svare på dei, men ikkje endre eller fjerne dei.',
    'These are the citizen’s own words. You can answer them, but not change or remove them.',
  ),
  'plan-own-first': said(
    'Innbyggerens egne mål skal stå først i planen.',
    'Innbyggjaren sine eigne mål skal stå først i planen.',
    'The citizen’s own goals stand first in the plan.',
  ),
  'plan-reason-missing': said(
    'Skriv hvorfor planen stoppes.',
    'Skriv kvifor planen blir stoppa.',
    'Say why the plan is stopped.',
  ),
  'plan-note-kept': said(
    'Notater i planen endres ikke. Skriv et nytt.',
    'Notat i planen blir ikkje endra. Skriv eit nytt.',
    'Notes in the plan are not changed. Write a new one.',
  ),
  'plan-note-unsigned': said(
    'Notatet må ha forfatter og tidspunkt.',
    'Notatet må ha forfattar og tidspunkt.',
    'The note must have an author and a time.',
  ),
  'plan-note-author': said(
    'Du kan bare skrive i ditt eget navn.',
    'Du kan berre skrive i ditt eige namn.',
    'You can write in your own name only.',
  ),
  'goal-kept': said(
    'Et mål slettes ikke. Avslutt det, og skriv hvorfor.',
    'Eit mål blir ikkje sletta. Avslutt det, og skriv kvifor.',
    'A goal is not deleted. End it, and say why.',
  ),
  'goal-ended': said(
    'Målet er avsluttet og kan ikke tas opp igjen. Lag et nytt.',
    'Målet er avslutta og kan ikkje takast opp att. Lag eit nytt.',
    'The goal has ended and cannot be resumed. Make a new one.',
  ),
  'goal-reason-missing': said(
    'Skriv hvorfor målet avsluttes.',
    'Skriv kvifor målet blir avslutta.',
    'Say why the goal is ended.',
  ),
  'goal-evaluation-unsigned': said(
    'Skriv hva du bygger vurderingen på. Den signeres med navn og tidspunkt.',
    'Skriv kva du byggjer vurderinga på. Ho blir signert med namn og tidspunkt.',
    'Say what your evaluation rests on. It is signed with name and time.',
  ),
  'plan-consent-missing': said(
    'En individuell plan trenger innbyggerens samtykke. Registrer det først.',
    'Ein individuell plan treng samtykke frå innbyggjaren. Registrer det først.',
    'An individual plan needs the citizen’s consent. Record it first.',
  ),
  'plan-consent-undated': said(
    'Skriv når samtykket ble gitt.',
    'Skriv når samtykket vart gitt.',
    'Say when the consent was given.',
  ),
  'plan-coordinator-missing': said(
    'En individuell plan skal ha en koordinator.',
    'Ein individuell plan skal ha ein koordinator.',
    'An individual plan has a coordinator.',
  ),
  'pathway-unknown': said('Forløpet finnes ikke.', 'Forløpet finst ikkje.', 'There is no such pathway.'),
  'pathway-empty': said('Forløpet har ingen trinn.', 'Forløpet har ingen trinn.', 'The pathway has no steps.'),
  'pathway-running': said(
    'Innbyggeren er allerede i dette forløpet.',
    'Innbyggjaren er alt i dette forløpet.',
    'The citizen is in this pathway already.',
  ),
  'pathway-not-running': said('Forløpet er ikke i gang.', 'Forløpet er ikkje i gang.', 'The pathway is not under way.'),
  'pathway-definition': said(
    'Forløpet følger den malen det ble startet med.',
    'Forløpet følgjer malen det vart starta med.',
    'The pathway follows the definition it was started by.',
  ),
  'pathway-alone': said(
    'Et forløp er del av innbyggerens felles plan.',
    'Eit forløp er del av den felles planen til innbyggjaren.',
    'A pathway is part of the citizen’s shared plan.',
  ),
  'pathway-step-kept': said(
    'Et trinn fjernes ikke. Avlys oppgaven, og skriv hvorfor.',
    'Eit trinn blir ikkje fjerna. Avlys oppgåva, og skriv kvifor.',
    'A step is not removed. Cancel its task, and say why.',
  ),
  'pathway-receiver-unknown': said(
    'Vi fant ikke hvem som skal gjøre trinnet. Det står hos dere til dere har valgt en enhet.',
    'Vi fann ikkje kven som skal gjere trinnet. Det står hos dykk til de har valt ei eining.',
    'We did not find who does the step. It stays with you until you have chosen a unit.',
  ),
};
