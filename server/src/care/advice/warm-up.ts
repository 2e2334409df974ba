import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { adviceFor } from './evaluate.ts';
import type { Knowledge } from './knowledge.ts';
import { hooks, type Input } from './rule.ts';

/** So many measurements of each code: enough that sorting and converting them is what it is in a real record. */
const VALUES = 12;
/** So often is each hook asked: until the engine has made machine code of what is asked by. */
const TURNS = 4;
const dayMs = 86_400_000;

/**
 * Asks all rules about somebody made up, so that the first who is advised after a start waits no longer than the next: expressions
 * are compiled when they are first asked. Nothing is counted or told of it.
 * @param pause is waited for between turns, so that others are answered meanwhile; nothing more is done when it answers false
 */
export async function warmUp(knowledge: Knowledge, pause: () => Promise<boolean>): Promise<void> {
  const now = Date.now();
  const record = madeUp(knowledge, now);
  const draft = record.find(({ resourceType }) => resourceType === 'MedicationRequest');
  for (let turn = 0; turn < TURNS; turn += 1) {
    for (const hook of hooks) {
      if (!(await pause())) return;
      const drafts =
        hook.startsWith('order') && draft !== undefined ? [{ ...draft, id: 'draft', status: 'draft' }] : [];
      adviceFor(knowledge, { hook, record, drafts: drafts as Resource[], now });
    }
  }
}

/** Somebody who has something of all that the rules ask about. */
function madeUp({ rules }: Knowledge, now: number): Resource[] {
  const subject = { reference: 'Patient/made-up' };
  const at = (daysAgo: number): string => new Date(now - daysAgo * dayMs).toISOString();
  const asked = rules.flatMap(({ groups }) => groups.flatMap(({ inputs }) => inputs));
  const medicines = [...new Set(asked.flatMap(medicinesOf))];
  const all: JsonObject[] = [
    { resourceType: 'Patient', id: 'made-up', birthDate: at(80 * 365).slice(0, 10), gender: 'female' },
    ...medicines.map((code, i) => ({
      resourceType: 'MedicationRequest',
      id: `m${i}`,
      status: 'active',
      intent: 'order',
      subject,
      authoredOn: at(90),
      medicationCodeableConcept: { coding: [{ system: ATC, code }], text: `${code} 5 mg` },
      dosageInstruction: [
        {
          timing: { repeat: { frequency: 1, period: 1, periodUnit: 'd' } },
          doseAndRate: [{ doseQuantity: { value: 1, unit: 'tablett' } }],
        },
      ],
    })),
    {
      resourceType: 'AllergyIntolerance',
      id: 'a',
      patient: subject,
      code: { coding: [{ system: ATC, code: 'J01CE02' }] },
    },
  ];
  for (const { type, codes, unit } of asked) {
    const [coding] = codes.map(codingOf);
    if (coding === undefined || MEDICINES.has(type)) continue;
    const code = { coding: [coding], text: String(coding.code) };
    for (let i = 0; i < (type === 'Observation' ? VALUES : 1); i += 1) {
      const id = `f${all.length}`;
      const value = {
        effectiveDateTime: at(i * 7),
        valueQuantity: { value: 2 + i, unit: unit ?? '1', code: unit ?? '1' },
      };
      if (type === 'Observation') all.push({ resourceType: type, id, status: 'final', subject, code, ...value });
      else
        all.push({ resourceType: type, id, status: 'active', subject, code, recordedDate: at(30), authoredOn: at(30) });
    }
  }
  return all as Resource[];
}

const ATC = 'http://www.whocc.no/atc';
const MEDICINES = new Set(['MedicationRequest', 'DetectedIssue', 'AllergyIntolerance', 'MedicinalProductInteraction']);

/** One medicine for each group that a rule names, by its codes or by the rows of its table. */
function medicinesOf({ type, codes, table = [] }: Input): string[] {
  if (!MEDICINES.has(type)) return [];
  const named = codes.map(codingOf).filter(({ system }) => system === ATC);
  return [...named.slice(0, 1).map(({ code }) => String(code)), ...table.slice(0, 2).flatMap(({ atc }) => atc ?? [])];
}

function codingOf(code: string): JsonObject {
  const at = code.lastIndexOf('|');
  return { system: code.slice(0, at), code: code.slice(at + 1) };
}
