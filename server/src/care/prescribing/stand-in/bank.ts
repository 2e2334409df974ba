import { randomUUID } from 'node:crypto';
import {
  groupsAt,
  list,
  msgHead,
  printXml,
  readXml,
  textAt,
  type Value,
  type Values,
  valueAt,
} from '../../../messages/index.ts';
import { envelope } from '../compose.ts';
import { listEnvelope } from '../multidose/compose-list.ts';
import { receiptOf } from '../receipt.ts';
import { Pharmacy } from './pharmacy.ts';

/** What the stand-in knows of a prescription. */
export type Kept = {
  id: string;
  /** National identity number of the patient. */
  person: string;
  medicine: string;
  until: string;
  repeats: number;
  state: 'E' | 'R' | 'T';
  recalled?: { at: string; reason: string; by?: string };
  dispensed: { at: string; packages: number }[];
  xml: string;
};

/** A list of medicines in use (M25.1), the newest of each person last. */
export type KeptList = { person: string; at: string; xml: string };

export type BankState = {
  prescriptions: Kept[];
  receipts: { [id: string]: string };
  received: string[];
  lists?: KeptList[];
  /** What waits to be fetched by prescribers. */
  inbox?: { id: string; xml: string }[];
  /** What came back for what was fetched. */
  answers?: { [id: string]: string };
};

/** What the bank does, without a network: takes, lists, recalls, dispenses. A message that comes twice is one. */
export class Bank {
  readonly state: BankState;
  /** Refuses all that comes. */
  refuses = false;

  readonly pharmacy: Pharmacy;

  constructor(state: BankState = { prescriptions: [], receipts: {}, received: [] }) {
    this.state = state;
    this.pharmacy = new Pharmacy(state);
  }

  /** @returns the receipt, an AppRec */
  take(id: string, xml: string, now: Date): string {
    this.state.received.push(id);
    const before = this.state.receipts[id];
    if (before !== undefined) return before;
    const error = this.refuses ? { V: 'E20', DN: 'Lege er ikke registrert hos mottaker' } : this.#do(id, xml, now);
    const type = /<Type V="([^"]+)"/.exec(xml)?.[1] ?? 'ERM1';
    const receipt = receiptOf({ id, type }, { from: 'Reseptformidleren', to: 'Enjournal' }, now, error);
    if (!this.refuses) this.state.receipts[id] = receipt;
    return receipt;
  }

  #do(id: string, xml: string, now: Date): Values | undefined {
    const isList = xml.includes('<Type V="ERM251"');
    const { values, wrongs } = readXml(xml, [isList ? listEnvelope : envelope]);
    if (wrongs.length > 0) return { V: 'T02', DN: 'Meldingen er ikke gyldig etter skjemaet' };
    if (textAt(values, 'MsgInfo', 'MsgId') !== id) return { V: 'E10', DN: 'Ugyldig meldingsidentifikator' };
    const person = personIn(values);
    if (person === undefined) return { V: 'E30', DN: 'Pasientens fødselsnummer mangler' };
    if (isList) {
      this.state.lists = [...(this.state.lists ?? []), { person, at: now.toISOString(), xml }];
      return undefined;
    }
    const content = contentOf(values);
    const made = valueAt(content, 'Resept');
    if (made !== undefined) {
      const name = medicineIn(valueAt(made, 'ReseptDokLegemiddel', 'Forskrivning'));
      this.state.prescriptions.push({
        id,
        person,
        medicine: name,
        until: textAt(made, 'Utloper')!,
        repeats: Number(textAt(made, 'ReseptDokLegemiddel', 'Reiterasjon') ?? 0),
        state: 'E',
        dispensed: [],
        xml,
      });
      return undefined;
    }
    const recalled = valueAt(content, 'Tilbakekalling');
    if (recalled === undefined) return { V: 'T10', DN: 'Meldingsformatet støttes ikke' };
    const found = this.state.prescriptions.find(
      (one) => one.id === textAt(recalled, 'ReseptId') && one.person === person,
    );
    if (found === undefined) return { V: 'X99', DN: 'Resepten finnes ikke i Reseptformidleren' };
    const by = textAt(recalled, 'NyReseptId');
    found.state = 'T';
    found.recalled = {
      at: now.toISOString(),
      reason: textAt(recalled, 'Arsak', 'V')!,
      ...(by === undefined ? {} : { by }),
    };
    return undefined;
  }

  /** A pharmacy hands some of it out, and tells the prescriber (M6) unless it forgets. @returns why it could not */
  dispense(id: string, packages: number, now: Date, tells = true): string | undefined {
    const found = this.state.prescriptions.find((one) => one.id === id);
    if (found === undefined) return 'unknown';
    if (found.state !== 'E') return `not dispensable (${found.state})`;
    found.dispensed.push({ at: now.toISOString(), packages });
    if (found.dispensed.length > found.repeats) found.state = 'R';
    if (tells) this.pharmacy.report(found, packages, now);
    return undefined;
  }

  /** M9.5 or M9.7 in; undefined when the question is none. */
  answer(xml: string, now: Date): string | undefined {
    return xml.includes('<Type V="ERM97"') ? this.#dispensings(xml, now) : this.list(xml, now);
  }

  /** @returns M9.8 */
  #dispensings(xml: string, now: Date): string | undefined {
    const { values, wrongs } = readXml(xml, [envelope]);
    const id = textAt(contentOf(values), 'M97', 'ReseptId');
    if (wrongs.length > 0 || id === undefined) return undefined;
    const found = this.state.prescriptions.find((one) => one.id === id && one.person === personIn(values));
    const told: Values = found === undefined ? { IngenResept: true } : { AntallUtleveringer: found.dispensed.length };
    return this.#told(valueAt(values, 'MsgInfo') as Values, 'ERM98', 'Utleveringer på resept', now, { M98: told });
  }

  #told(info: Values, type: string, name: string, now: Date, content: Values): string {
    return printXml(envelope, {
      MsgInfo: {
        ...info,
        Type: { V: type, DN: name },
        GenDate: now.toISOString(),
        MsgId: randomUUID(),
        ConversationRef: { RefToParent: textAt(info, 'MsgId')!, RefToConversation: textAt(info, 'MsgId')! },
        Sender: valueAt(info, 'Receiver')!,
        Receiver: valueAt(info, 'Sender')!,
      },
      Document: [documentOf(now.toISOString(), content)],
    });
  }

  /** @returns M9.6 with the prescriptions themselves beside it; undefined when the question is none */
  list(xml: string, now: Date): string | undefined {
    const { values, wrongs } = readXml(xml, [envelope]);
    const asked = textAt(contentOf(values), 'M95', 'Fnr');
    if (wrongs.length > 0 || asked === undefined) return undefined;
    const all = this.state.prescriptions.filter(({ person }) => person === asked);
    const at = now.toISOString();
    const told: Values = {
      PasientInfo: { Fnr: asked },
      ...(all.length === 0 ? { StatusSok: { V: '1', DN: 'Ingen resept på dette søk' } } : {}),
      Listeelement: all.map(lineOf),
    };
    const info = valueAt(values, 'MsgInfo') as Values;
    const head = msgHead([list]);
    return printXml(head, {
      MsgInfo: {
        ...info,
        Type: { V: 'ERM96', DN: 'Reseptliste' },
        GenDate: at,
        MsgId: randomUUID(),
        ConversationRef: { RefToParent: textAt(info, 'MsgId')!, RefToConversation: textAt(info, 'MsgId')! },
        Sender: valueAt(info, 'Receiver')!,
        Receiver: valueAt(info, 'Sender')!,
      },
      Document: [documentOf(at, { M96: told }), ...all.map((one) => documentOf(at, this.#envelopeOf(one), one.id))],
    });
  }

  #envelopeOf({ xml }: Kept): Values {
    return { Base64Container: Buffer.from(xml).toString('base64') };
  }
}

const documentOf = (at: string, content: Values, id?: string): Values => ({
  RefDoc: {
    IssueDate: { V: at },
    MsgType: id === undefined ? { V: 'XML' } : { V: 'A' },
    ...(id === undefined ? {} : { Id: id }),
    Content: content,
  },
});

const lineOf = ({ id, state, medicine, dispensed, recalled }: Kept): Values => {
  const last = dispensed.at(-1);
  return {
    ReseptId: id,
    ...(last === undefined ? {} : { NavnUtleverer: 'Fjordvik apotek' }),
    Status: { V: state },
    ...(recalled === undefined ? {} : { Tilbakekalling: { Tidspunkt: recalled.at, Arsak: { V: recalled.reason } } }),
    ...(recalled?.by === undefined ? {} : { Fornying: { NyReseptId: recalled.by } }),
    Utlevering:
      last === undefined
        ? []
        : [
            {
              NavnFormStyrke: medicine,
              AntallPakningerUtlevertTotalt: dispensed.reduce((sum, one) => sum + one.packages, 0),
              AntallPakningerUtlevertSiste: last.packages,
              TidspunktSisteUtlevering: last.at,
            },
          ],
  };
};

const contentOf = (values: Values): Value | undefined => valueAt(groupsAt(values, 'Document')[0], 'RefDoc', 'Content');

const personIn = (values: Values): string | undefined =>
  groupsAt(values, 'MsgInfo', 'Patient', 'Ident')
    .filter((one) => ['FNR', 'DNR'].includes(textAt(one, 'TypeId', 'V') ?? ''))
    .map((one) => textAt(one, 'Id'))[0];

const kinds = ['LegemiddelMerkevare', 'Legemiddelpakning', 'LegemiddelVirkestoff', 'Legemiddeldose'];

const medicineIn = (prescribed: Value | undefined): string =>
  kinds.flatMap((kind) => textAt(prescribed, kind, 'NavnFormStyrke') ?? [])[0] ?? '';
