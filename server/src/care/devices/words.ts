import type { Words } from '../process.ts';

/** What the rules of devices say to those whom they refuse. */
export const words: Readonly<Record<string, Words>> = {
  'device-person-unknown': {
    nb: 'Ingen innbygger har dette nummeret. Målingen er ikke lagret.',
    nn: 'Ingen innbyggjar har dette nummeret. Målinga er ikkje lagra.',
    en: 'No citizen has this number. The measurement is not stored.',
  },
  'device-person-differs': {
    nb: 'Nummeret og referansen gjelder to ulike personer. Målingen er ikke lagret.',
    nn: 'Nummeret og referansen gjeld to ulike personar. Målinga er ikkje lagra.',
    en: 'The number and the reference are of two different persons. The measurement is not stored.',
  },
  'device-person-missing': {
    nb: 'Målingen sier ikke hvem den er av.',
    nn: 'Målinga seier ikkje kven ho er av.',
    en: 'The measurement does not say whose it is.',
  },
  'device-person-other': {
    nb: 'Utstyret er gitt til en annen person. Målingen er ikke lagret.',
    nn: 'Utstyret er gitt til ein annan person. Målinga er ikkje lagra.',
    en: 'The device is given to another person. The measurement is not stored.',
  },
  'device-time': {
    nb: 'Målingen sier ikke når den er tatt.',
    nn: 'Målinga seier ikkje når ho er teken.',
    en: 'The measurement does not say when it was made.',
  },
  'device-value': {
    nb: 'Målingen har ingen verdi.',
    nn: 'Målinga har ingen verdi.',
    en: 'The measurement has no value.',
  },
  'device-unit': {
    nb: 'Verdien har ingen enhet.',
    nn: 'Verdien har inga eining.',
    en: 'The value has no unit.',
  },
  'device-confirm-person': {
    nb: 'Det er en person som bekrefter en måling fra utstyr.',
    nn: 'Det er ein person som stadfestar ei måling frå utstyr.',
    en: 'A person confirms a measurement from a device.',
  },
  'device-after-confirm': {
    nb: 'Målingen er alt vurdert av en person, og endres ikke av utstyret.',
    nn: 'Målinga er alt vurdert av ein person, og blir ikkje endra av utstyret.',
    en: 'A person has answered for the measurement already; the device does not change it.',
  },
};
