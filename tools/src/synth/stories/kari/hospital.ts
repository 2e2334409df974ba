import { isoTime, norwegianDate } from '../../calendar.ts';
import { icd10 } from '../../codes/icd10.ts';
import { icpc2 } from '../../codes/icpc2.ts';
import { concept, hl7 } from '../../fhir.ts';
import { type Act, contact, diagnose, type Life, noteTypes, refer, write } from '../../life/writing.ts';
import { at } from '../person.ts';
import { warn } from '../warnings.ts';
import { fluids } from './fluid.ts';
import { measureStay } from './measurements.ts';
import { dispenses, doses, type Orders, reconcile } from './medicines.ts';

/** The fall, the night patrol, the out-of-hours clinic, three days in hospital and two at Granli. */
export function fallAndStay(life: Life, orders: Orders): void {
  theNight(life);
  const stay = inHospital(life);
  measureStay(life, stay);
  dispenses(life);
  doses(life, stay);
  fluids(life, stay);
  discharge(life, stay, orders);
}

function theNight(life: Life): void {
  const { town, asOf } = life;
  const fell = asOf - 4;
  const hand = icpc2('L72', 'Brudd i håndledd, høyre');
  write(life, at(town, 'rune-respons', 'responssenteret', fell, 5, 44), {
    type: noteTypes.response,
    title: 'Fallsensor',
    sections: [
      {
        text: 'Fallsensor varslet kl. 05.41. Snakket med Kari, svarer litt usammenhengende, ligger på gulvet i gangen. Nattpatruljen sendt, er der om 12 minutter.',
      },
    ],
  });
  const night = contact(life, at(town, 'nora-natt', 'nattpatruljen', fell, 5, 55), {
    kind: 'HH',
    type: 'Hjemmebesøk',
    minutes: 40,
    reason: icpc2('A29', 'Fall'),
  });
  write(
    life,
    { ...night, minute: 6 * 60 + 5 },
    {
      type: noteTypes.nurse,
      title: 'Fall hjemme, smerter i høyre håndledd',
      sections: [
        {
          text: 'Fant Kari på gulvet i gangen. Forvirret, kjenner ikke igjen rommet. Smerter og feilstilling i høyre håndledd. Blodtrykk 96/52, puls 118 og uregelmessig. NEWS2 10. Ringt legevakt og Liv. Skrevet uten dekning, sendt kl. 06.20.',
        },
      ],
    },
  );
  const clinic = contact(life, at(town, 'vera-vakt', 'havoy-legevakt', fell, 7), {
    kind: 'EMER',
    type: 'Legevaktkonsultasjon',
    minutes: 70,
    reason: icpc2('A29', 'Fall, ny forvirring'),
    with: [town.person('nils-triage')],
  });
  write(
    life,
    { ...clinic, by: town.person('nils-triage'), minute: 7 * 60 + 22 },
    {
      type: noteTypes.nurse,
      title: 'Triage: oransje',
      sections: [
        { text: 'Fall hjemme ca. 05.40, smerter i høyre håndledd, nyoppstått forvirring. NEWS2 10, tilses straks.' },
      ],
    },
  );
  write(
    life,
    { ...clinic, minute: 7 * 60 + 50 },
    {
      type: noteTypes.outOfHours,
      title: 'Fall, håndleddsbrudd og forvirring',
      sections: [
        {
          title: 'Sykehistorie',
          text: 'Falt i natt på vei til toalettet. Tok sovetablett kl. 22, etter datteren «noen ganger to». Furosemid økt for elleve dager siden.',
        },
        {
          title: 'Funn',
          text: 'Forvirret, tørr. Blodtrykk 98/54. Feilstilt høyre håndledd, god sirkulasjon i hånden. Ikke hodeskade.',
        },
        {
          title: 'Vurdering og tiltak',
          text: 'Brudd og sannsynlig delirium. Legges inn medisinsk avdeling. Hjemmetjenesten og fastlege varslet. Datter er med.',
        },
      ],
    },
  );
  refer(life, { ...clinic, minute: 7 * 60 + 55 }, town.unit('nordas-medisin'), {
    reason: icd10('F05.1'),
    text: 'Innleggelse: fall med brudd i høyre håndledd, forvirring, lavt blodtrykk.',
    status: 'completed',
    urgent: true,
  });
  diagnose(life, { ...clinic, minute: 7 * 60 + 50 }, hand, { list: 'problem' });
}

function inHospital(life: Life): string {
  const { town, asOf } = life;
  const fell = asOf - 4;
  const nina = at(town, 'nina-nordas', 'nordas-medisin', fell, 8, 50);
  const stay = contact(life, nina, {
    kind: 'IMP',
    type: 'Innleggelse',
    minutes: 2 * 1440 + 330,
    reason: icd10('F05.1'),
    with: [town.person('otto-nordas')],
    hospitalization: { dischargeDisposition: concept(hl7('discharge-disposition'), 'snf', 'Skilled nursing facility') },
  });
  const note = (act: Act, day: number, hour: number, minute: number): Act => ({
    ...act,
    encounter: stay.encounter!,
    day,
    minute: hour * 60 + minute,
  });
  const otto = at(town, 'otto-nordas', 'nordas-sengepost-2', fell, 9);
  write(life, note(nina, fell, 9, 12), {
    type: noteTypes.doctor,
    title: 'Innkomstnotat',
    sections: [
      { title: 'Aktuelt', text: 'Fall hjemme i natt, forvirret fra da av. Smerter i høyre håndledd.' },
      {
        title: 'Vurdering',
        text: 'Delirium utløst av smerte, zopiklon og lavt blodtrykk. Zopiklon stoppes. Furosemid halveres. Væske 500 ml intravenøst. Kalium 5,1: ny prøve i kveld.',
      },
    ],
  });
  write(life, note(otto, fell, 10, 20), {
    type: noteTypes.nurse,
    title: 'Innkomst, sykepleie',
    sections: [
      {
        text: 'Urolig, roes av at Liv er her. Klarer ikke å spise selv med høyre hånd. Liv sier at hun vanligvis kler seg selv og går uten hjelpemiddel inne. Fallforebygging og eget rom.',
      },
    ],
  });
  const xray = at(town, 'nina-nordas', 'nordas-radiologi', fell, 11);
  life.record.add(xray.unit, 'DiagnosticReport', {
    status: 'final',
    category: [concept(hl7('v2-0074'), 'RAD', 'Radiology')],
    code: { text: 'Røntgen høyre håndledd' },
    subject: life.record.patient,
    encounter: { reference: stay.encounter! },
    effectiveDateTime: isoTime(fell, 11 * 60),
    issued: isoTime(fell, 11 * 60 + 25),
    performer: [xray.unit.reference],
    conclusion: 'Distal radiusfraktur med lett dorsal vinkling. Gips.',
  });
  life.record.add(nina.unit, 'Communication', {
    status: 'completed',
    category: [{ text: 'Tidligvarsel' }],
    subject: life.record.patient,
    encounter: { reference: stay.encounter! },
    sent: isoTime(fell, 15 * 60),
    received: isoTime(fell, 15 * 60 + 1),
    sender: nina.by.reference,
    recipient: [town.unit('tildelingskontoret').reference, town.unit('hjemmetjenesten-sone-3').reference],
    payload: [
      {
        contentString:
          'Kari vil trenge tjenester fra kommunen etter oppholdet: korttidsopphold, og mer hjelp hjemme enn før.',
      },
    ],
  });
  write(life, note(otto, fell, 22, 10), {
    type: noteTypes.nurse,
    title: 'Kveld',
    sections: [
      { text: 'Sovnet kl. 21 uten sovetablett, lys i gangen og musikk. Tisset 350 ml. Smerter 5 av 10 ved snuing.' },
    ],
  });
  write(life, note(nina, fell + 1, 8, 50), {
    type: noteTypes.doctor,
    title: 'Visitt',
    sections: [
      {
        text: 'Klarere i dag, vet at hun er på sykehus. Blodtrykk 116/66. Kreatinin 118, kalium 4,9. Fortsetter furosemid 20 mg. Oppe i stol.',
      },
    ],
  });
  write(life, note(nina, fell + 1, 11, 10), {
    type: noteTypes.assessment,
    title: 'Samtykkekompetanse',
    sections: [
      {
        text: 'Vurdert sammen med Liv. Kari forstår ikke hva en innleggelse og et korttidsopphold innebærer, og husker det ikke etter ti minutter. Mangler samtykkekompetanse for innleggelse og opphold. Kan selv bestemme i det daglige. Vurderes på nytt når hun er hjemme.',
      },
    ],
  });
  warn(life, note(nina, fell + 1, 11, 10), 'capacity', `Demens: samtykkekompetanse vurdert ${norwegianDate(fell + 1)}`);
  const geriatrics = town.unit('nordas-geriatri');
  const geriatrician: Act = {
    unit: geriatrics,
    by: town.staff(geriatrics, 'consultant', 0),
    day: fell + 1,
    minute: 13 * 60 + 40,
    encounter: stay.encounter!,
  };
  write(life, geriatrician, {
    type: noteTypes.consultation,
    title: 'Geriatrisk tilsyn',
    sections: [
      {
        text: 'Plan: forebygge fall, følge vekt, uten sovemedisin. 4AT 2, før 8. Rullator og trening. Gjennomgang av medisiner støttes.',
      },
    ],
  });
  return stay.encounter!;
}

function discharge(life: Life, stay: string, orders: Orders): void {
  const { town, asOf } = life;
  const home = asOf - 2;
  const nina: Act = { ...at(town, 'nina-nordas', 'nordas-medisin', home, 14, 2), encounter: stay };
  const found = (['S52.5', 'F05.1', 'I50.9'] as const).map((code) => ({
    reference: diagnose(life, nina, icd10(code), { list: 'diagnosis' }),
    display: `${code} ${icd10(code).coding![0]!.display}`,
  }));
  write(life, nina, {
    type: noteTypes.discharge,
    title: 'Epikrise, medisinsk avdeling',
    event: [{ period: { start: isoTime(asOf - 4, 8 * 60 + 50), end: isoTime(home, 14 * 60 + 20) } }],
    sections: [
      {
        title: 'Kort fortalt',
        text: `Falt hjemme natt til ${norwegianDate(asOf - 4)}. Distal radiusfraktur høyre, gips. Delirium første døgn, utløst av smerte, zopiklon og lavt blodtrykk. Klar ved utreise, gikk 20 m med rullator.`,
      },
      {
        title: 'Legemidler 9 → 8',
        text: 'Stoppet: zopiklon\nEndret: furosemid 40 → 20 mg\nSamstemt, godtatt av Granli',
        entry: orders.all.map(([display, reference]) => ({ reference, display })),
      },
      { title: 'Funksjon', text: 'Hjelp til stell, bruker rullator\n4AT 2, før 8\nGodtatt av Granli' },
      {
        title: 'Videre',
        text: `Kreatinin/K innen 7 dager\nGips av ${norwegianDate(asOf + 38)}, kardiolog\n2 oppgaver til fastlege`,
      },
      { title: 'Diagnoser', text: found.map(({ display }) => display).join(' · '), entry: found },
    ],
  });
  write(
    life,
    { ...at(town, 'otto-nordas', 'nordas-sengepost-2', home, 13), encounter: stay },
    {
      type: noteTypes.nursingSummary,
      title: 'Sykepleiesammenfatning',
      sections: [
        {
          text: 'Trenger hjelp til stell og påkledning så lenge hun har gips. Går med rullator og tilsyn. Spiser selv når maten er delt opp. Sover fra 22 til 04. Liv ønsker å bli ringt ved endringer.',
        },
      ],
    },
  );
  reconcile(life, orders);
}
