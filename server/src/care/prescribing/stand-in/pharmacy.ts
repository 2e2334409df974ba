import { randomUUID } from 'node:crypto';
import { dayInNorway, daysAfter } from '../../../fhir/norwegian/day.ts';
import {
  groupsAt,
  handedOut,
  multidoseOrder,
  multidosePacked,
  prescriptionMedicine,
  printXml,
  type Root,
  readXml,
  textAt,
  type Values,
  valueAt,
  volvenOid,
} from '../../../messages/index.ts';
import { envelope } from '../compose.ts';
import { listEnvelope } from '../multidose/compose-list.ts';
import { packedEnvelope, proposedEnvelope } from '../multidose/from-pharmacy.ts';
import type { BankState, Kept, KeptList } from './bank.ts';

const DAY_MS = 86_400_000;
const NAME = 'Fjordvik apotek';
const her: Values = { Id: '9900009', TypeId: { V: 'HER', S: volvenOid(9051), DN: 'HER-id' } };

/** The pharmacy of the stand-in: it tells what it hands out (M6), asks (M25.2) and packs (M25.3) of the newest list it was sent. */
export class Pharmacy {
  readonly #state: BankState;

  constructor(state: BankState) {
    this.#state = state;
  }

  /** M6 */
  report(kept: Kept, packages: number, now: Date): void {
    const { values } = readXml(kept.xml, [envelope]);
    const medicine = valueAt(groupsAt(values, 'Document')[0], 'RefDoc', 'Content', 'Resept', 'ReseptDokLegemiddel');
    const content: Values = {
      Utlevering: {
        ReseptId: kept.id,
        Utleveringsdato: dayInNorway(now.getTime()),
        Annullering: false,
        ReseptDokLegemiddel: { ...(medicine as Values), Antall: packages },
        Utleverer: { HerId: her, Navn: NAME },
      },
      ReferanseM10: randomUUID(),
    };
    this.#post(envelope, values, 'ERM6', now, { UtleveringsrapportRekvirent: content });
  }

  /** M25.2: a question about the first line, and by when the next packing must be told of. @returns why it could not */
  propose(person: string | undefined, question: string, now: Date): string | undefined {
    const found = this.#newest(person);
    if (found === undefined) return 'no list';
    const { values, lines } = linesIn(found);
    const EnkeltoppforingLIB = lines.map(
      ({ Id, Type, SistEndret, ReseptDokLegemiddelB64 }, at): Values => ({
        Id,
        Type,
        SistEndret,
        ReseptDokLegemiddelB64,
        ...(at === 0
          ? {
              Sporsmal: [
                {
                  Kode: { V: '1', S: volvenOid(7495), DN: 'Spørsmål' },
                  Merknad: question,
                  Tidspunkt: now.toISOString(),
                  Stiller: '9900009',
                },
              ],
            }
          : {}),
      }),
    );
    const content = { LegemidlerIBruk: { EnkeltoppforingLIB, Pakkeinfo: packingOf(now) } };
    this.#post(proposedEnvelope, values, 'ERM252', now, content, multidoseOrder);
    return undefined;
  }

  /** M25.3: packs two weeks of what is to be packed. @param forgets names of medicines that it does not pack @returns why it could not */
  pack(person: string | undefined, forgets: readonly string[], now: Date): string | undefined {
    const found = this.#newest(person);
    if (found === undefined) return 'no list';
    const { values, lines } = linesIn(found);
    const { ForsteDoseringsdato: first, SisteDoseringsdato: last } = packingOf(now) as { [name: string]: string };
    const EnkeltoppforingLIB = lines
      .filter(({ Seponering }) => Seponering === undefined)
      .map((line): Values => {
        const { Id, Type, ReseptId, SistEndret, ReseptDokLegemiddelB64 } = line;
        const inner = Buffer.from(String(ReseptDokLegemiddelB64), 'base64').toString('utf8');
        const isIn = inner.includes('Skal pakkes i multidose') && !forgets.some((one) => inner.includes(one));
        const out: Values = {
          ReseptId: String(ReseptId ?? Id),
          Utleveringsdato: dayInNorway(now.getTime()),
          Annullering: false,
          ReseptDokLegemiddel: readXml(inner, [prescriptionMedicine]).values,
          Utleverer: { HerId: her, Navn: NAME },
        };
        return {
          Id,
          Type,
          ...(ReseptId === undefined ? {} : { ReseptId }),
          SistEndret,
          InngarMultidose: { V: isIn ? '1' : '2' },
          ReseptDokLegemiddelB64,
          ...(isIn
            ? {
                SisteUtlevering: [
                  {
                    DatoForsteDose: first!,
                    DatoSisteDose: last!,
                    UtleveringB64: Buffer.from(printXml(handedOut, out)).toString('base64'),
                  },
                ],
              }
            : {}),
        };
      });
    const content = { LegemidlerIBruk: { EnkeltoppforingLIB, Pakkeinfo: packingOf(now) } };
    this.#post(packedEnvelope, values, 'ERM253', now, content, multidosePacked);
    return undefined;
  }

  #newest(person: string | undefined): KeptList | undefined {
    return (this.#state.lists ?? []).findLast((one) => person === undefined || one.person === person);
  }

  #post(within: Root, before: Values, type: string, now: Date, content: Values, root?: Root): void {
    const info = valueAt(before, 'MsgInfo') as Values;
    const id = randomUUID();
    const organisation: Values = { OrganisationName: NAME, Ident: [her] };
    const body = root === undefined ? content : { [root.name]: content.LegemidlerIBruk! };
    const xml = printXml(within, {
      MsgInfo: {
        ...info,
        Type: { V: type },
        GenDate: now.toISOString(),
        MsgId: id,
        Sender: { Organisation: organisation },
        Receiver: valueAt(info, 'Sender')!,
      },
      Document: [{ RefDoc: { IssueDate: { V: now.toISOString() }, MsgType: { V: 'XML' }, Content: body } }],
    });
    this.#state.inbox = [...(this.#state.inbox ?? []), { id, xml }];
  }
}

function linesIn({ xml }: KeptList): { values: Values; lines: Values[] } {
  const { values } = readXml(xml, [listEnvelope]);
  const list = valueAt(groupsAt(values, 'Document')[0], 'RefDoc', 'Content', 'LegemidlerIBruk');
  return { values, lines: groupsAt(list, 'EnkeltoppforingLIB').filter((one) => textAt(one, 'Id') !== undefined) };
}

const packingOf = (now: Date): Values => ({
  Bestillingsfrist: new Date(now.getTime() + 4 * DAY_MS).toISOString(),
  ForsteDoseringsdato: daysAfter(dayInNorway(now.getTime()), 7),
  SisteDoseringsdato: daysAfter(dayInNorway(now.getTime()), 20),
});
