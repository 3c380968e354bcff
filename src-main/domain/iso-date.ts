const isoDate = /^\d{4}-\d{2}-\d{2}$/;

/** Whether the text is a day of the calendar in ISO 8601 form. */
export const isDate = (text: string): boolean => {
  if (!isoDate.test(text)) return false;
  const instant = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(text);
};
