import { detail, type Explain } from './messages-kit.ts';

const nothing = 'Nothing was imported.';

/** Importing the findings of scanners. */
export const defectMessages: Readonly<Record<string, Explain>> = {
  'sarif/too-large': () => ({
    what: 'The report is larger than what is read at once (20 MB).',
    safe: nothing,
    next: 'Have the scanner write one report per part of the code.',
  }),
  'sarif/not-json': () => ({
    what: 'The file is no JSON text.',
    safe: nothing,
    next: 'Export the report as SARIF 2.1.0 and choose that file.',
  }),
  'sarif/not-sarif': (failure) => ({
    what: `The file is no SARIF report: "${detail(failure, 'where') ?? 'its root'}" is missing or not what SARIF says.`,
    safe: nothing,
    next: 'Export the report as SARIF 2.1.0 and choose that file.',
  }),
  'sarif/wrong-version': (failure) => ({
    what: `The report is of SARIF version ${detail(failure, 'version') ?? 'unknown'}; only 2.1.0 is read.`,
    safe: nothing,
    next: 'Have the scanner write version 2.1.0.',
  }),
  'sarif/too-many-results': (failure) => ({
    what: `The report has ${detail(failure, 'results') ?? 'too many'} results; at most ${detail(failure, 'most') ?? '10000'} are read at once.`,
    safe: nothing,
    next: 'Have the scanner leave out what is suppressed, or report part by part.',
  }),
  'sarif/text-too-long': (failure) => ({
    what: `A text of ${detail(failure, 'where') ?? 'a result'} is longer than any message should be.`,
    safe: nothing,
    next: 'Look at that place in the report; remove the result, or shorten its text.',
  }),
  'sarif/hostile-text': (failure) => ({
    what: `A text of ${detail(failure, 'where') ?? 'a result'} holds characters that hide or turn words, so that it could read other than it is.`,
    safe: nothing,
    next: 'Look at that place in the report before you trust it.',
  }),
  'defects/not-in-the-file': () => ({
    what: 'A finding that was picked is not in this report.',
    safe: nothing,
    next: 'Choose the report again and pick from it.',
  }),
};
