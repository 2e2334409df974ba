import { systems } from '../fhir/systems.ts';
import type { CareTeam, Encounter, EpisodeOfCare } from '../fhir/types.ts';
import { dayOf } from '../format/date.ts';
import { codeOf, conceptText } from '../format/quantity.ts';

/** Where somebody is looked after day and night. @source Volven 9151 */
const stays = new Set(['8', '18', '19', '20', '21', '22', '25']);
/** Given where somebody lives. @source Volven 9151 */
const atHome = new Set(['1', '2', '3', '15', '27', '28']);

const kindOf = ({ type }: EpisodeOfCare): string => {
  for (const concept of type ?? []) {
    const code = codeOf(concept, systems.municipalService);
    if (code !== undefined) return code;
  }
  return '';
};

/** Going on today: begun, and not over by tonight. */
const isNow = ({ status, period }: EpisodeOfCare, today: string): boolean =>
  status === 'active' &&
  (period?.start ?? '') <= `${today}~` &&
  (period?.end === undefined || dayOf(period.end) > today);

/**
 * Where the person is now, as far as the reader may see: a contact that goes on, else an institution by decision, else at home
 * for who is helped there. Undefined when nothing tells.
 */
export function whereaboutsOf(
  contacts: readonly Encounter[],
  episodes: readonly EpisodeOfCare[],
  today = dayOf(Date.now()),
): { place: string } | 'home' | undefined {
  const contact =
    contacts.find(({ class: kind }) => ['IMP', 'ACUTE', 'NONAC', 'SS', 'EMER'].includes(kind?.code ?? '')) ??
    contacts[0];
  const place = contact?.location?.at(-1)?.location?.display ?? contact?.serviceProvider?.display;
  if (place) return { place };
  const now = episodes.filter((episode) => isNow(episode, today));
  const stay = now.find((episode) => stays.has(kindOf(episode)));
  if (stay) return { place: stay.managingOrganization?.display ?? conceptText(stay.type?.[0]) };
  return now.some((episode) => atHome.has(kindOf(episode))) ? 'home' : undefined;
}

/** The services that are given now, by name, each once. */
export const servicesNow = (episodes: readonly EpisodeOfCare[], today = dayOf(Date.now())): string[] => [
  ...new Set(
    episodes
      .filter((episode) => isNow(episode, today))
      .map(({ type }) => conceptText(type?.[0]))
      .filter(Boolean),
  ),
];

/** Who coordinates what is done for the person. @source hol. § 7-2 */
export function coordinatorOf(teams: readonly CareTeam[]): string | undefined {
  for (const { participant } of teams) {
    const found = participant?.find(({ role }) =>
      role?.some((one) => /koordinator|coordinator/i.test(conceptText(one))),
    );
    if (found?.member?.display) return found.member.display;
  }
  return undefined;
}
