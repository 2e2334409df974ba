import { personColour } from '../format/person.ts';

/** The person's colour at the edge: a second sign, beside the name, that it is still the same person. */
export function PersonStrip({ id }: { id: string }) {
  return <div className="ej-person-strip" data-colour={personColour(id)} aria-hidden />;
}
