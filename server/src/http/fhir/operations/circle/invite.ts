import { hl7, systems } from '../../../../access/rules/codes.ts';
import { circle as circleRule } from '../../../../access/rules/limits.ts';
import { problem } from '../../../../fhir/issue.ts';
import type { Resource } from '../../../../fhir/resource.ts';
import type { Line } from '../../asking.ts';
import { identitiesOfCaller, inWords, mayDecide, onlyForThem } from '../acting/citizen-call.ts';
import { personNamed } from '../acting/person.ts';
import { endConsent, untilIn, written } from '../acting/powers.ts';
import { bodyOf } from '../gate-writes.ts';
import type { FhirOperation } from '../operation.ts';
import { parametersOf } from '../parameters.ts';
import { called, referencesIn, required, sourceOf, wrongValue } from '../record-call.ts';
import { inCircle } from './member.ts';

const at = [{ level: 'instance', types: ['Patient'] }] as const;

/**
 * Patient/[id]/$circle-invite: the citizen, or who decides for them, lets kin or a volunteer into the circle until a day. It gives
 * nothing of the record.
 */
export const circleInvite: FhirOperation = inWords({
  name: 'circle-invite',
  definition: 'https://enjournal.no/fhir/OperationDefinition/patient-circle-invite',
  at,
  get: false,
  summary: 'Lets kin or a volunteer into the circle around the citizen, until a day',
  async run(service, call) {
    const { request, id = '' } = call;
    const line: Line = { interaction: '$circle-invite', type: 'Patient', id };
    const parameters = parametersOf(request);
    parameters.only(['number', 'family', 'role', 'until']);
    const role = parameters.text('role');
    if (role !== 'kin' && role !== 'volunteer') throw wrongValue('role', 'role is kin or volunteer.');
    const opened = await called(service, call, 'write', line, true);
    await onlyForThem(service, call, opened, line);
    const { address } = opened.patient;
    if (address === 'fortrolig' || address === 'strengt-fortrolig') throw problem('rule', 'power-protected');
    const now = service.now();
    const until = untilIn(parameters.text('until'), now, circleRule.at(now).value.longestMs);
    const to = await personNamed(service, request.actor.id, {
      number: parameters.text('number'),
      family: parameters.text('family'),
    });
    if (to.patient.id === id) throw problem('rule', 'power-to-self');
    const isIn = opened.known.rows.some(
      (row) => row.kind === 'circle' && row.person === to.identity && row.from <= now && now < row.to,
    );
    if (isIn) throw problem('rule', 'circle-twice');
    const start = new Date(now).toISOString();
    const consent = {
      resourceType: 'Consent',
      status: 'active',
      scope: { coding: [{ system: hl7('consentscope'), code: 'patient-privacy' }] },
      category: [{ coding: [{ system: systems.consentCategory, code: 'care-circle' }] }],
      patient: { reference: `Patient/${id}` },
      dateTime: start,
      performer: [{ reference: request.actor.id }],
      policyRule: { text: 'Pasient- og brukerrettighetsloven § 3-6' },
      provision: {
        type: 'permit',
        period: { start, end: until },
        actor: [
          {
            role: { coding: [{ system: systems.circleRole, code: role }] },
            reference: { type: 'Patient', identifier: to.identifier, display: to.display },
          },
        ],
      },
    } as unknown as Resource;
    return written(service, call, opened, { kind: 'create', type: 'Consent', body: bodyOf(consent) }, line);
  },
});

/** Patient/[id]/$circle-leave: somebody is not in the circle any more, from now: by who decides, or by themself. */
export const circleLeave: FhirOperation = inWords({
  name: 'circle-leave',
  definition: 'https://enjournal.no/fhir/OperationDefinition/patient-circle-leave',
  at,
  get: false,
  summary: 'Takes somebody out of the circle around the citizen, or leaves it',
  async run(service, call) {
    const { request, id = '' } = call;
    const line: Line = { interaction: '$circle-leave', type: 'Patient', id };
    const parameters = parametersOf(request);
    parameters.only(['member']);
    const given = parameters.all('member');
    if (given.length !== 1) throw required('member');
    const source = referencesIn(given, 'member', ['Consent'])[0]!;
    const { opened } = await inCircle(service, call, line);
    const mine = await identitiesOfCaller(service, call);
    const row = opened.known.rows.find((one) => one.kind === 'circle' && sourceOf(one) === source);
    const isMine = row !== undefined && mine.includes(row.person ?? '');
    if (row === undefined || (!isMine && !mayDecide(opened))) throw problem('rule', 'circle-unknown');
    return endConsent(service, call, opened, source, line);
  },
});
