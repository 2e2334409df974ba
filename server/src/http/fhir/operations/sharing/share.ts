import { hl7, systems } from '../../../../access/rules/codes.ts';
import { sharing } from '../../../../access/rules/limits.ts';
import { problem } from '../../../../fhir/issue.ts';
import type { Resource } from '../../../../fhir/resource.ts';
import { change } from '../../../../record/index.ts';
import { askFor, type Line } from '../../asking.ts';
import { inWords, onlyForThem } from '../acting/citizen-call.ts';
import { bodyOf, stampedContextOf } from '../gate-writes.ts';
import type { FhirOperation } from '../operation.ts';
import { parametersOf } from '../parameters.ts';
import { called, parametersAnswer, required, wrongValue } from '../record-call.ts';
import { digestOf, newCode } from './code.ts';
import type { Part } from './sections.ts';

export const parts: readonly Part[] = ['critical', 'problems', 'results', 'other'];
export const partSystem = 'https://enjournal.no/fhir/CodeSystem/share-part';
const HOUR = 3_600_000;
const longestName = 80;

/**
 * Patient/[id]/$share: a code by which a health worker who has no access here opens the summary for a while. The code is told once;
 * what is shared is a Consent, and ends with it.
 */
export const share: FhirOperation = inWords({
  name: 'share',
  definition: 'https://enjournal.no/fhir/OperationDefinition/patient-share',
  at: [{ level: 'instance', types: ['Patient'] }],
  get: false,
  summary: 'A code by which somebody without access here opens the summary, for a while',
  async run(service, call) {
    const { request, id = '' } = call;
    const line: Line = { interaction: '$share', type: 'Patient', id };
    const parameters = parametersOf(request);
    parameters.only(['for', 'part', 'hours']);
    const whom = parameters.text('for')?.trim() ?? '';
    if (whom === '' || whom.length > longestName) throw required('for');
    const hours = parameters.integer('hours') ?? 24;
    if (hours < 1 || hours * HOUR > sharing.at(service.now()).value.longestMs) {
      throw problem('rule', 'share-period', { expression: "Parameters.parameter.where(name = 'hours')" });
    }
    const chosen = parameters.texts('part') as Part[];
    if (chosen.some((one) => !parts.includes(one))) throw wrongValue('part', `part is one of ${parts.join(', ')}.`);
    const opened = await called(service, call, 'write', line, true);
    await onlyForThem(service, call, opened, line);
    const now = service.now();
    const until = new Date(now + hours * HOUR).toISOString();
    const code = newCode();
    const consent = consentOf({ id, giver: request.actor.id, whom, chosen, from: new Date(now).toISOString(), until });
    const { outcomes } = await change(
      service.database,
      [{ kind: 'create', type: 'Consent', body: bodyOf(consent) }],
      stampedContextOf(service, request, opened, line),
      async (client, [outcome]) => {
        await client.query(
          'INSERT INTO record_share (code, record, patient, consent, expires_at) VALUES ($1, $2, $3, $4, $5)',
          [digestOf(code), String(opened.record), id, outcome!.id, until],
        );
      },
    );
    service.gate.forget(askFor(request), opened.epochs);
    return parametersAnswer([
      { name: 'code', valueString: code },
      { name: 'until', valueInstant: until },
      { name: 'share', valueReference: { reference: `Consent/${outcomes[0]!.id}` } },
    ]);
  },
});

type Shared = { id: string; giver: string; whom: string; chosen: readonly Part[]; from: string; until: string };

const consentOf = ({ id, giver, whom, chosen, from, until }: Shared): Resource =>
  ({
    resourceType: 'Consent',
    status: 'active',
    scope: { coding: [{ system: hl7('consentscope'), code: 'patient-privacy' }] },
    category: [{ coding: [{ system: systems.consentCategory, code: 'share-link' }] }],
    patient: { reference: `Patient/${id}` },
    dateTime: from,
    performer: [{ reference: giver }],
    policyRule: { text: 'Pasient- og brukerrettighetsloven § 3-6, helsepersonelloven § 22' },
    provision: {
      type: 'permit',
      period: { start: from, end: until },
      class: (chosen.length === 0 ? parts : chosen).map((code) => ({ system: partSystem, code })),
      code: [{ text: whom }],
    },
  }) as unknown as Resource;
