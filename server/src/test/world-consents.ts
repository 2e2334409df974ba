import type { CaseFacts } from '../access/cases/read-cases.ts';
import { categorySystem } from '../access/categories.ts';
import { extensionOf, hl7, systems } from '../access/rules/codes.ts';
import type { JsonObject } from '../fhir/resource.ts';
import { coded, consent, datum, type Names, type Resource } from './world-contents.ts';

/** What the citizen keeps from whom. */
export function blocks(facts: CaseFacts, names: Names): Resource[] {
  return facts.blocks.map(({ kind, target, marker, from, to, custodian }, n) => {
    const actor = (role: string, reference: string) => ({
      role: coded(systems.participation, role),
      reference: { reference },
    });
    const actors: JsonObject[] = [];
    if (kind === 'org' || kind === 'unit') actors.push(actor('IRCP', `Organization/${names.id(target)}`));
    if (kind === 'person') actors.push(actor('IRCP', agent(facts, names, target)));
    if (custodian !== undefined) actors.push(actor('CST', `Organization/${names.id(custodian)}`));
    const purpose = { learning: 'HQUALIMP', 'secondary-use': 'HRESCH' }[kind];
    if (kind === 'register') {
      const period = { start: from, ...(to ? { end: to } : {}) };
      const provision = { type: 'deny', period, code: [coded(systems.healthRegister, target)] };
      return consent(names.id(`block-${n}`), names.patientId, 'register-reservation', { dateTime: from, provision });
    }
    return consent(names.id(`block-${n}`), names.patientId, 'sperring', {
      ...(marker ? {} : { extension: [{ url: extensionOf('block-marker'), valueBoolean: false }] }),
      dateTime: from,
      provision: {
        type: 'deny',
        period: { start: from, ...(to ? { end: to } : {}) },
        ...(actors.length === 0 ? {} : { actor: actors }),
        ...(purpose === undefined ? {} : { purpose: [{ system: hl7('v3-ActReason'), code: purpose }] }),
        ...(kind === 'category' ? { class: [{ system: categorySystem, code: target }] } : {}),
        ...(kind === 'document' ? { data: [datum(document(facts, names, target))] } : {}),
        ...(kind === 'all' ? { data: [datum(`Patient/${names.patientId}`)] } : {}),
      },
    });
  });
}

function agent(facts: CaseFacts, names: Names, target: string): string {
  const { actor, kin } = facts;
  if (kin !== null && target === actor.id) return `RelatedPerson/${names.id('kin')}`;
  return target.startsWith('RelatedPerson/')
    ? `RelatedPerson/${names.id('kin')}`
    : `Practitioner/${names.practitioner(target)}`;
}

/** A document that is named by its id, or by type and id. */
function document(facts: CaseFacts, names: Names, target: string): string {
  const { resource } = facts;
  const name = target.includes('/') ? target.split('/')[1]! : target;
  return name === resource.id || resource.id === undefined ? names.resource : `${resource.type}/${names.id(name)}`;
}

/** What was opened, agreed to and asked for in the situation. */
export function situation(facts: CaseFacts, names: Names): Resource[] {
  const { btg, consentInSitu, namedForAddress = [], now, actor } = facts;
  const made: Resource[] = [];
  if (btg !== null) {
    const end = btg.revokedAt ?? new Date(Date.parse(btg.startedAt) + 3_600_000).toISOString();
    made.push({
      resourceType: 'Task',
      id: names.id('opening'),
      status: 'requested',
      intent: 'order',
      code: coded(systems.taskCode, 'emergency-review'),
      description: btg.reasonText ?? '-',
      for: { reference: `Patient/${names.id(btg.patient)}` },
      authoredOn: btg.startedAt,
      requester: { reference: `Practitioner/${names.practitioner(btg.actor)}` },
      restriction: { period: { start: btg.startedAt, end } },
    });
  }
  if (consentInSitu?.given) {
    const by = consentInSitu.recordedBy ?? actor.id;
    const { scope } = consentInSitu;
    const isCategory = scope !== undefined && scope !== 'all';
    made.push(
      consent(names.id('in-situ'), names.patientId, 'consent-in-situ', {
        provision: {
          type: 'permit',
          period: { start: now },
          actor: [
            {
              role: coded(systems.participation, 'IRCP'),
              reference: { reference: `Practitioner/${names.practitioner(by)}` },
            },
          ],
          ...(isCategory ? { class: [{ system: categorySystem, code: scope }] } : {}),
        },
      }),
    );
  }
  namedForAddress.forEach((name, n) => {
    made.push(
      consent(names.id(`address-${n}`), names.patientId, 'address-access', {
        dateTime: '2020-01-01',
        provision: {
          type: 'permit',
          actor: [
            {
              role: coded(systems.participation, 'IRCP'),
              reference: { reference: `Practitioner/${names.practitioner(name)}` },
            },
          ],
        },
      }),
    );
  });
  return made;
}
