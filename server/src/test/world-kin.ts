import type { CaseFacts } from '../access/cases/read-cases.ts';
import { categorySystem } from '../access/categories.ts';
import { extensionOf, systems } from '../access/rules/codes.ts';
import { coded, type Names, type Resource } from './world-contents.ts';

/** Who is near to the citizen, and who acts for them. */
export function kin(facts: CaseFacts, names: Names): Resource[] {
  const { actor, kin, mandate } = facts;
  const patient = { reference: `Patient/${names.patientId}` };
  const made: Resource[] = [];
  if (kin !== null) {
    const limits: string[] = [];
    if (kin.courtRestriction) limits.push('court-restriction');
    if (kin.careOrder) limits.push(kin.careOrder);
    if (kin.hasDocumentedNeed) limits.push('documented-need');
    const relationship = [
      ...(kin.parentalResponsibility ? [coded(systems.parentalResponsibility, 'felles')] : []),
      ...limits.map((code) => coded(systems.parentalLimit, code)),
      coded(systems.kinship, 'FA'),
    ];
    made.push({
      resourceType: 'RelatedPerson',
      id: names.id('kin'),
      identifier: [names.number(actor.id)],
      active: true,
      patient,
      relationship,
    });
  }
  if (mandate !== null) {
    const isGuardian = mandate.kind === 'guardian';
    const end = mandate.revokedAt ?? mandate.to;
    const categories = mandate.scopes.filter((scope) => !['read-record', 'personal'].includes(scope));
    made.push({
      resourceType: 'Consent',
      id: names.id('mandate'),
      status: 'active',
      scope: coded(systems.consentScope, 'patient-privacy'),
      category: [coded(systems.representation, isGuardian ? 'VE' : 'FU')],
      patient,
      dateTime: mandate.from,
      policyRule: { text: 'Fullmakt' },
      provision: {
        type: 'permit',
        period: { start: mandate.from, ...(end ? { end } : {}) },
        actor: [
          {
            role: coded(systems.participation, 'IRCP'),
            reference: { identifier: names.number(actor.id), display: 'Proxy' },
          },
        ],
        ...(categories.length === 0 ? {} : { class: categories.map((code) => ({ system: categorySystem, code })) }),
      },
    });
  }
  return made;
}

/** The project that the reader asks for. */
export function research(facts: CaseFacts, names: Names): Resource[] {
  const { project, actor } = facts;
  if (project === null) return [];
  return [
    {
      resourceType: 'ResearchStudy',
      id: names.id('study'),
      extension: [{ url: extensionOf('smallest-group'), valuePositiveInt: project.k }],
      status: project.approved ? 'active' : 'in-review',
      ...(project.pseudonymised
        ? { category: [coded('https://enjournal.no/fhir/CodeSystem/research-data', 'pseudonymised')] }
        : {}),
      principalInvestigator: { reference: `Practitioner/${names.practitioner(actor.id)}` },
    },
  ];
}
