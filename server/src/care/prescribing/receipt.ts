import { randomUUID } from 'node:crypto';
import { printXml, receiptStatuses, receipts, textAt, type Values, volvenOid } from '../../messages/index.ts';

/** A receipt (AppRec 1.0) of a message. @param why it is not taken; undefined: it is */
export function receiptOf(
  message: { id: string; type: string },
  parties: { from: string; to: string },
  now: Date,
  why?: Values,
): string {
  const party = (name: string): Values => ({ HCP: { Inst: { Name: name } } });
  return printXml(receipts[0]!, {
    MsgType: { V: 'APPREC', DN: 'Applikasjonskvittering' },
    MIGversion: '1.0 2004-11-21',
    GenDate: now.toISOString(),
    Id: randomUUID(),
    Sender: party(parties.from),
    Receiver: party(parties.to),
    Status: why === undefined ? { V: receiptStatuses.taken, DN: 'OK' } : { V: receiptStatuses.refused, DN: 'Avvist' },
    Error: why === undefined ? [] : [{ ...why, S: volvenOid(8221) }],
    OriginalMsgId: { MsgType: { V: message.type }, IssueDate: now.toISOString(), Id: message.id },
  });
}

/** Whom a message is from, as it says. */
export const senderOf = (message: Values): string =>
  textAt(message, 'MsgInfo', 'Sender', 'Organisation', 'OrganisationName') ?? '';
