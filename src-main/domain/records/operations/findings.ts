import { completenessOf, type Finding } from '../../completeness.ts';
import { isBlank, rowsOf, scalarOf, type Content, type Form } from '../../form.ts';
import { readZonedTime } from '../../zoned-time.ts';

/** Short makers of findings, and the questions that several record types ask of their content. */
export const blocking = (section: string, field: string, message: string, row?: number): Finding => ({
  severity: 'blocking',
  section,
  field,
  message,
  ...(row === undefined ? {} : { row }),
});

export const advice = (section: string, field: string, message: string, row?: number): Finding => ({
  ...blocking(section, field, message, row),
  severity: 'advice',
});

/** A text answer; empty where nothing was entered. */
export const textOf = (content: Content, section: string, field: string): string => {
  const value = scalarOf(content, section, field);
  return typeof value === 'string' ? value.trim() : '';
};

export const isAnswered = (content: Content, section: string, field: string): boolean =>
  !isBlank(scalarOf(content, section, field)) || rowsOf(content, section, field).length > 0;

/** One finding with this message where the condition holds. */
export const when = (condition: boolean, finding: () => Finding): readonly Finding[] => (condition ? [finding()] : []);

/** A field of a form: section and field. */
export type Place = readonly [section: string, field: string];

/** What the form itself finds in these fields: the gate of a step that needs them and nothing else. */
export const lackingIn = (form: Form, content: Content, places: readonly Place[]): readonly Finding[] =>
  completenessOf(form, content).filter(({ section, field }) =>
    places.some(([inSection, inField]) => inSection === section && inField === field),
  );

/** A zoned time of the form as milliseconds; null where it is missing or no time. */
export const momentOf = (content: Content, [section, field]: Place): number | null => {
  const value = scalarOf(content, section, field);
  const read = typeof value === 'string' ? readZonedTime(value) : null;
  return read?.ok === true ? Date.parse(read.value.instant) : null;
};

/** The same as an instant in UTC, for facts. */
export const instantOf = (content: Content, place: Place): string | null => {
  const moment = momentOf(content, place);
  return moment === null ? null : new Date(moment).toISOString();
};

/** A moment that must not lie before another one. */
export interface InOrder {
  readonly place: Place;
  readonly label: string;
}

/**
 * Times in their order: none before one that stands earlier in the list, none in the future (draft Annex 11, 10.1:
 * plausibility of what is entered). Times that are missing stand in nobody's way.
 */
export const checkOrder = (content: Content, moments: readonly InOrder[], now: string): readonly Finding[] =>
  moments.flatMap(({ place, label }, index): readonly Finding[] => {
    const moment = momentOf(content, place);
    if (moment === null) return [];
    const [section, field] = place;
    if (moment > Date.parse(now)) return [blocking(section, field, `${label} lies in the future.`)];
    const later = moments
      .slice(0, index)
      .filter((one) => (momentOf(content, one.place) ?? -Infinity) > moment)
      .at(-1);
    return later === undefined ? [] : [blocking(section, field, `${label} lies before "${later.label}".`)];
  });
