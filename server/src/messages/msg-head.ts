import { address, cs, cv, cvOrText, ident, telecom, ts } from './kith.ts';
import {
  any,
  either,
  group,
  maybe,
  type Named,
  one,
  perhapsEither,
  type Root,
  type Shape,
  some,
  text,
} from './shape.ts';

/** The envelope of a message: who sends what to whom, about whom. @source KITH, Hodemelding 1.2 */
export const msgHeadNamespace = 'http://www.kith.no/xmlstds/msghead/2006-05-24';

const ns = msgHeadNamespace;

const personParts = (least: 0 | 1): Named[] => [
  maybe('FamilyName'),
  maybe('MiddleName'),
  maybe('GivenName'),
  maybe('DateOfBirth', text('date')),
  maybe('Sex', cs(['0', '1', '2', '9'])),
  maybe('Nationality', cs()),
  least === 1 ? some('Ident', ident(ns)) : any('Ident', ident(ns)),
  maybe('Address', address(ns)),
  any('TeleCom', telecom(ns)),
];

const person: Shape = group(ns, personParts(0));

const professional: Shape = group(ns, [
  maybe('TypeHealthcareProfessional', cs()),
  maybe('RoleToPatient', cv()),
  ...personParts(1),
]);

const organisation: Shape = group(ns, [
  one('OrganisationName'),
  maybe('TypeOrganisation', cv()),
  some('Ident', ident(ns)),
  maybe('Address', address(ns)),
  any('TeleCom', telecom(ns)),
  maybe('Organisation', () => organisation),
  maybe('HealthcareProfessional', professional),
]);

const party: Shape = group(ns, [maybe('ComMethod', cs()), one('Organisation', organisation)]);

const otherReceiver: Shape = group(ns, [
  maybe('ComMethod', cs()),
  one('RoleReceiver', cs()),
  perhapsEither(
    maybe('Organisation', organisation),
    maybe('Patient', person),
    maybe('Person', person),
    maybe('HealthcareProfessional', professional),
  ),
]);

const info: Shape = group(ns, [
  one('Type', cs()),
  one('MIGversion', text('string', { only: ['v1.2 2006-05-24'] })),
  one('GenDate', text('dateTime')),
  one('MsgId', text('string', { most: 64 })),
  maybe('ProcessingStatus', cs(['P', 'D', 'T'])),
  maybe('RequestedPriority', cs()),
  maybe('Ack', cs()),
  maybe('ConversationRef', group(ns, [one('RefToParent'), one('RefToConversation')])),
  one('Sender', party),
  one('Receiver', party),
  any('OtherReceiver', otherReceiver),
  maybe('Patient', person),
]);

const base64Container: Root = {
  namespace: 'http://www.kith.no/xmlstds/base64container',
  name: 'Base64Container',
  shape: text('base64'),
};

/** The envelope, with the kinds of content that are looked for in it. Envelopes may hold envelopes. */
export function msgHead(contents: readonly Root[]): Root {
  const root: Root = { namespace: ns, name: 'MsgHead', shape: group(ns, []) };
  const roots = (): Root[] => [...contents, root, base64Container];
  const document: Shape = group(ns, [
    maybe('DocumentConnection', cs()),
    maybe('ContentType', cv()),
    maybe('ContentDescription'),
    maybe('ContentCategory', cv()),
    maybe('Consent', cv()),
    maybe('Annotation'),
    maybe('FromDate', ts),
    maybe('ToDate', ts),
    maybe('OidRef', text('oid')),
    maybe('EnquiryRefId'),
    one(
      'RefDoc',
      group(ns, [
        maybe('IssueDate', ts),
        one('MsgType', cvOrText),
        maybe('Id'),
        maybe('MimeType'),
        maybe('Description'),
        maybe('Compression', cs()),
        perhapsEither(maybe('FileReference', text('uri')), maybe('Content', { is: 'any', roots })),
      ]),
    ),
  ]);
  return Object.assign(root, { shape: group(ns, [one('MsgInfo', info), either(some('Document', document))]) });
}
