import type { JsonObject, Resource } from '../../../../fhir/resource.ts';
import { findCurrent } from '../../../../record/index.ts';
import { findMatches } from '../../../../record/search/index.ts';
import { emergencyKey, noticeSystem, taskCodeSystem } from '../../obligations.ts';
import type { FhirService } from '../../service.ts';
import { caseIn, namesOf, type ReviewCase } from './case.ts';

/** Somebody who was told of a look, and what came of it where they were to do something. */
export type Notice = {
  /** What they were told: of the opening, of an unlawful look, the answer to a question; or a matter of their own. */
  what: 'emergency-access' | 'unlawful-access' | 'log-answer' | 'matter';
  /** `Patient/<id>` or `Organization/<id>`. */
  who: string;
  /** ISO 8601. */
  time: string;
  outcome?: string;
};

const MOST = 50;

/**
 * Who has been told, the earliest first: the citizen, and the enterprises that what was seen came from. A matter of one enterprise
 * does not tell which others have one.
 * @param owners the legal entities of who asks
 * @source pasientjournalloven § 22 a fifth paragraph
 */
export async function noticesOf(
  { database, base, terminology, conformance }: FhirService,
  one: ReviewCase,
  owners: readonly string[],
): Promise<Notice[]> {
  const review = one.foundBy ?? one.id;
  const keys = [emergencyKey(one.person, one.from), `unlawful-${review}`, `answer-${review}`];
  const identifier = keys.map((key) => `${noticeSystem}|${key}`).join(',');
  const code = `${taskCodeSystem}|unlawful-access`;
  const options = { base, terminology, custom: conformance.searchable, most: MOST };
  const asked = [
    { type: 'Communication', query: new URLSearchParams({ identifier }).toString() },
    { type: 'Task', query: new URLSearchParams({ focus: `Task/${review}`, code }).toString() },
  ];
  const found = (await findMatches(database.reader, asked, options)).flatMap((all) => (Array.isArray(all) ? all : []));
  const current = await findCurrent(database.reader, found, false);
  return current
    .flatMap((row) => {
      if (row.state !== 'current' || row.record !== one.record) return [];
      const resource = JSON.parse(row.content) as Resource;
      return resource.resourceType === 'Task'
        ? matterIn(resource, row.record, row.version, one.foundBy === undefined ? undefined : owners)
        : messageIn(resource);
    })
    .sort((a, b) => a.time.localeCompare(b.time));
}

function messageIn({ category, sent, recipient }: Resource): Notice[] {
  const [{ coding } = {}] = (category ?? []) as { coding?: { code?: string }[] }[];
  const [{ reference } = {}] = (recipient ?? []) as { reference?: string }[];
  const what = (['emergency-access', 'unlawful-access', 'log-answer'] as const).find(
    (code) => code === coding?.[0]?.code,
  );
  return what === undefined || reference === undefined ? [] : [{ what, who: reference, time: String(sent) }];
}

function matterIn(task: Resource, record: bigint, version: number, owners: readonly string[] | undefined): Notice[] {
  const matter = caseIn(task, record, version);
  if (matter === undefined || owners?.includes(matter.owner) === false) return [];
  const { code } = matter.outcome ?? {};
  return [
    {
      what: 'matter',
      who: `Organization/${matter.owner}`,
      time: String(task.authoredOn),
      ...(code === undefined ? {} : { outcome: code }),
    },
  ];
}

export async function noticeParts(service: FhirService, notices: readonly Notice[]): Promise<JsonObject[]> {
  const names = await namesOf(
    service,
    notices.map(({ who }) => who),
  );
  return notices.map(({ what, who, time, outcome }) => ({
    name: 'told',
    part: [
      { name: 'what', valueCode: what },
      { name: 'who', valueReference: { reference: who, ...(names.has(who) ? { display: names.get(who)! } : {}) } },
      { name: 'time', valueInstant: time },
      ...(outcome === undefined ? [] : [{ name: 'outcome', valueCode: outcome }]),
    ],
  }));
}
