import type { CaseFacts } from '../access/cases/read-cases.ts';
import { hl7, systems } from '../access/rules/codes.ts';
import type { JsonObject } from '../fhir/resource.ts';
import { coded, type Names, type Resource } from './world-contents.ts';

/** A care relation of a case as the resources that make one. */
export function relationResources(one: CaseFacts['relations'][number], id: string, names: Names): Resource[] {
  const subject = { reference: `Patient/${names.patientId}` };
  const unit = { reference: `Organization/${names.id(one.unit)}` };
  // some cases end before they begin: then only the end counts
  const isReversed = one.to ? Date.parse(one.to) < Date.parse(one.from) : false;
  const period = { ...(isReversed ? {} : { start: one.from }), ...(one.to ? { end: one.to } : {}) };
  const person = (name: string) => ({ reference: `Practitioner/${names.practitioner(name)}` });
  const tag = [{ system: systems.custodian, code: names.id(one.unit) }];
  if (one.createdBy !== undefined) tag.push({ system: systems.recorder, code: names.practitioner(one.createdBy) });
  const meta = { tag };
  const status = (whenActive: string, whenOver: string) =>
    one.status === 'active' ? whenActive : one.status === 'ended' ? whenOver : one.status;
  const task = (code: JsonObject | undefined, more: JsonObject = {}): Resource => ({
    resourceType: 'Task',
    id,
    meta,
    status: status('accepted', 'completed'),
    intent: 'order',
    ...(code === undefined ? {} : { code }),
    for: subject,
    authoredOn: one.from,
    ...(one.to ? { executionPeriod: { end: one.to } } : {}),
    owner: one.person === undefined ? unit : person(one.person),
    ...more,
  });
  switch (one.type) {
    case 'fastlege':
      return [];
    case 'encounter':
    case 'stay':
      return [
        {
          resourceType: 'Encounter',
          id,
          meta,
          status: status('in-progress', 'finished'),
          class: { system: hl7('v3-ActCode'), code: one.type === 'stay' ? 'IMP' : 'AMB' },
          subject,
          period,
          serviceProvider: unit,
          ...(one.participants === undefined
            ? {}
            : { participant: one.participants.map((name) => ({ individual: person(name) })) }),
        },
      ];
    case 'vedtak':
    case 'episode':
    case 'contract': {
      const service = one.homeVisit === true ? '1' : '99';
      const kind = { system: systems.serviceKind, code: 'private-care' };
      return [
        {
          resourceType: 'EpisodeOfCare',
          id,
          meta: one.type === 'contract' ? { tag: [...tag, kind] } : meta,
          status: status('active', 'finished'),
          ...(one.type === 'episode' ? {} : { type: [coded(systems.service, service)] }),
          patient: subject,
          managingOrganization: unit,
          period,
        },
      ];
    }
    case 'referral':
      return [
        {
          resourceType: 'ServiceRequest',
          id: `${id}-request`,
          meta,
          status: 'active',
          intent: 'order',
          subject,
        },
        task(undefined, { focus: { reference: `ServiceRequest/${id}-request` } }),
      ];
    case 'task':
      return [
        task(
          undefined,
          one.selfAsserted === true ? {} : { reasonCode: { text: 'Asked for' }, basedOn: [{ display: 'A call' }] },
        ),
      ];
    case 'task-requested': {
      const sent = (one.sent ?? []).map((name) => ({ reference: name.replace('/', `/${names.prefix}-`) }));
      return [
        task(undefined, {
          status: one.status,
          statusReason: { text: 'No room' },
          ...(sent.length === 0 ? {} : { focus: sent[0]!, basedOn: sent }),
        }),
      ];
    }
    case 'alarm':
      return [task(coded(systems.taskCode, 'alarm'))];
    case 'log-case':
      return [task(coded(systems.taskCode, 'log-control'))];
    case 'appointment':
      return [
        {
          resourceType: 'Appointment',
          id,
          meta,
          status: one.status,
          ...(one.status === 'booked' ? { start: one.from, end: one.to ?? one.from } : {}),
          participant: [{ actor: subject, status: 'accepted' }],
        },
      ];
    case 'team':
      return [
        {
          resourceType: 'CareTeam',
          id,
          meta,
          status: 'active',
          subject,
          period,
          participant: [{ member: one.person === undefined ? unit : person(one.person) }],
        },
      ];
    case 'case':
      return [
        {
          resourceType: 'ServiceRequest',
          id,
          meta,
          status: status('active', 'completed'),
          intent: 'proposal',
          subject,
          authoredOn: one.from,
          performer: [unit],
        },
      ];
    default:
      throw new Error(`No resource makes a relation ${one.type}`);
  }
}
