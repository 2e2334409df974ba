import { cs, cv, url } from './kith.ts';
import { any, either, group, maybe, one, type Part, type Root, type Shape, text } from './shape.ts';

/** The receipt of a message: the receiver answers for it now, or will not, and why. Both versions are in use. @source KITH, AppRec 1.0 and 1.1 */
export const receiptNamespaces = [
  'http://www.kith.no/xmlstds/apprec/2004-11-21',
  'http://www.kith.no/xmlstds/apprec/2012-02-15',
] as const;

/** Volven 8258. The third: taken, with an error in a part. */
export const receiptStatuses = { taken: '1', refused: '2', takenInPart: '3' } as const;

function receiptOf(ns: string): Root {
  const shape = (...parts: Part[]): Shape => group(ns, parts);
  const additional = any('AdditionalId', shape(one('Id'), one('Type', cs())));
  const named = [maybe('Name'), maybe('Id'), maybe('TypeId', cs())];
  const department = any('Dept', shape(maybe('Type', cs()), ...named, additional));
  const person = any('HCPerson', shape(...named, additional));
  const place = shape(
    one('Type', cs()),
    ...['StreetAdr', 'PostalCode', 'City'].map((name) => maybe(name)),
    ...['County', 'Country', 'CityDistr'].map((name) => maybe(name, cs())),
    any('TeleAddress', url),
  );
  const party = shape(
    maybe('Role', cs()),
    one(
      'HCP',
      shape(
        either(
          one('Inst', shape(...named, department, additional, person)),
          one('HCProf', shape(maybe('Type', cs()), ...named, additional)),
        ),
        maybe('MedSpeciality', cv()),
        maybe('Address', place),
      ),
    ),
  );
  return {
    namespace: ns,
    name: 'AppRec',
    shape: shape(
      one('MsgType', cs()),
      one('MIGversion'),
      maybe('SoftwareName'),
      maybe('SoftwareVersion'),
      one('GenDate', text('dateTime')),
      one('Id'),
      one('Sender', party),
      one('Receiver', party),
      one('Status', cs(Object.values(receiptStatuses))),
      any('Error', cv()),
      one('OriginalMsgId', shape(one('MsgType', cs()), one('IssueDate', text('dateTime')), one('Id'))),
    ),
  };
}

export const receipts: readonly Root[] = receiptNamespaces.map(receiptOf);
