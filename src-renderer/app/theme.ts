import {
  convertCssVariables,
  createTheme,
  DEFAULT_THEME,
  defaultCssVariablesResolver,
  mergeMantineTheme,
  type MantineColorsTuple,
} from '@mantine/core';

/** Deep ink: the one colour of actions, links and the seal. */
const ink: MantineColorsTuple = [
  '#eef6f8',
  '#d8e8ec',
  '#b4d2da',
  '#8abac6',
  '#62a1b1',
  '#438a9c',
  '#2e7587',
  '#1e6071',
  '#164c5b',
  '#0e3541',
];
const green: MantineColorsTuple = [
  '#eef7f0',
  '#d8ecde',
  '#b0d8bc',
  '#85c298',
  '#5eac77',
  '#419660',
  '#2e804d',
  '#22693d',
  '#1a5331',
  '#123c23',
];
const yellow: MantineColorsTuple = [
  '#fdf6e7',
  '#faeac8',
  '#f4d48f',
  '#edbd57',
  '#e2a52e',
  '#c98a14',
  '#a66e0b',
  '#855608',
  '#694406',
  '#4c3104',
];
const red: MantineColorsTuple = [
  '#fdf1f0',
  '#fadedb',
  '#f3bbb6',
  '#ec958e',
  '#e46f66',
  '#d94f46',
  '#c43a33',
  '#ab2d28',
  '#8d2520',
  '#6e1c19',
];
const gray: MantineColorsTuple = [
  '#f5f7f8',
  '#edf0f2',
  '#dfe4e7',
  '#cbd2d7',
  '#a9b4bb',
  '#84919a',
  '#5d6b75',
  '#4a5761',
  '#343f48',
  '#1c252b',
];
const dark: MantineColorsTuple = [
  '#e3e8eb',
  '#c6ced3',
  '#9ba8b0',
  '#76848e',
  '#4a5760',
  '#37424a',
  '#2a333a',
  '#1f272c',
  '#181f23',
  '#11171a',
];

export const theme = createTheme({
  colors: { ink, green, yellow, red, gray, dark },
  primaryColor: 'ink',
  primaryShade: { light: 7, dark: 6 },
  black: '#1c252b',
  fontFamily: "'Inter', system-ui, -apple-system, 'Segoe UI', sans-serif",
  fontFamilyMonospace: "ui-monospace, 'Cascadia Mono', 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace",
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.375rem', lineHeight: '1.3' },
      h2: { fontSize: '1.0625rem', lineHeight: '1.35' },
      h3: { fontSize: '0.9375rem', lineHeight: '1.4' },
    },
  },
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
  defaultRadius: '6px',
  respectReducedMotion: true,
  focusRing: 'auto',
  components: {
    Button: { defaultProps: { size: 'sm' } },
    // A state that is cut off says nothing: the column gives way, not the word.
    Badge: { styles: { root: { minWidth: 'max-content' } } },
    // The asterisk is drawn by the style sheet, so that a field is called by its label alone.
    InputWrapper: { defaultProps: { withAsterisk: false } },
    // The scroll lock writes a style element, which the content security policy refuses; the page itself never scrolls.
    Modal: { defaultProps: { lockScroll: false, centered: true, closeButtonProps: { 'aria-label': 'Close' } } },
    Drawer: { defaultProps: { lockScroll: false, closeButtonProps: { 'aria-label': 'Close' } } },
    Tooltip: { defaultProps: { openDelay: 400, withArrow: true } },
    // The placeholder is a focusable child that a menu may not have (axe: aria-required-children); the arrow keys still lead in.
    Menu: { defaultProps: { withinPortal: true, shadow: 'md', withInitialFocusPlaceholder: false } },
  },
});

const tinted = ['ink', 'green', 'yellow', 'red', 'gray'] as const;

/** Text and tint shades that keep 4.5:1 on their own background in both schemes (WCAG 1.4.3). */
const legible = (scheme: 'light' | 'dark'): Record<string, string> =>
  Object.fromEntries(
    tinted.flatMap((name) => {
      const shade = (n: number) => `var(--mantine-color-${name}-${String(n)})`;
      return scheme === 'light'
        ? [
            [`--mantine-color-${name}-light`, shade(name === 'gray' ? 1 : 0)],
            [`--mantine-color-${name}-light-hover`, shade(name === 'gray' ? 2 : 1)],
            [`--mantine-color-${name}-light-color`, shade(8)],
            [`--mantine-color-${name}-text`, shade(7)],
            [`--mantine-color-${name}-outline`, shade(7)],
          ]
        : [
            [`--mantine-color-${name}-light`, `color-mix(in srgb, ${shade(5)} 20%, var(--mantine-color-dark-7))`],
            [`--mantine-color-${name}-light-hover`, `color-mix(in srgb, ${shade(5)} 30%, var(--mantine-color-dark-7))`],
            [`--mantine-color-${name}-light-color`, shade(2)],
            [`--mantine-color-${name}-text`, shade(3)],
            [`--mantine-color-${name}-outline`, shade(3)],
          ];
    }),
  );

/**
 * Puts the theme's variables on the page through a constructed style sheet, so that the content security policy can
 * refuse every inline style (`style-src 'self'`).
 */
export const adoptTheme = (target: Document): void => {
  const variables = defaultCssVariablesResolver(mergeMantineTheme(DEFAULT_THEME, theme));
  const css = convertCssVariables({
    variables: variables.variables,
    light: {
      ...variables.light,
      ...legible('light'),
      '--mantine-color-error': 'var(--mantine-color-red-7)',
      '--mantine-color-dimmed': 'var(--mantine-color-gray-6)',
      '--mantine-color-placeholder': 'var(--mantine-color-gray-6)',
      '--mantine-color-default-border': 'var(--mantine-color-gray-3)',
      '--mantine-color-disabled-color': 'var(--mantine-color-gray-6)',
      '--cs-canvas': 'var(--mantine-color-gray-0)',
      '--cs-panel': '#ffffff',
      '--cs-sunken': 'var(--mantine-color-gray-1)',
      '--cs-line': 'var(--mantine-color-gray-2)',
      '--cs-input-line': 'var(--mantine-color-gray-5)',
      // Colours of series that people with any colour vision tell apart (Okabe and Ito).
      '--cs-series-0': '#0072b2',
      '--cs-series-1': '#e69f00',
      '--cs-series-2': '#009e73',
      '--cs-series-3': '#d55e00',
      '--cs-series-4': '#cc79a7',
      '--cs-series-5': '#56b4e9',
      '--cs-rail': '#10272f',
      '--cs-rail-text': '#c3d5da',
      '--cs-rail-active': '#1d4450',
    },
    dark: {
      ...variables.dark,
      ...legible('dark'),
      '--mantine-color-error': 'var(--mantine-color-red-3)',
      '--mantine-color-anchor': 'var(--mantine-color-ink-3)',
      '--mantine-color-placeholder': 'var(--mantine-color-dark-2)',
      '--mantine-color-default-border': 'var(--mantine-color-dark-5)',
      '--mantine-color-disabled-color': 'var(--mantine-color-dark-2)',
      '--cs-canvas': 'var(--mantine-color-dark-8)',
      '--cs-panel': 'var(--mantine-color-dark-7)',
      '--cs-sunken': 'var(--mantine-color-dark-6)',
      '--cs-line': 'var(--mantine-color-dark-5)',
      '--cs-input-line': 'var(--mantine-color-dark-3)',
      '--cs-series-0': '#4aa8e0',
      '--cs-series-1': '#f0b429',
      '--cs-series-2': '#2fc39a',
      '--cs-series-3': '#f0803c',
      '--cs-series-4': '#dd9bc0',
      '--cs-series-5': '#8fcdf2',
      '--cs-rail': '#0c1417',
      '--cs-rail-text': '#b7c6cb',
      '--cs-rail-active': '#1b333b',
    },
  });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  target.adoptedStyleSheets.push(sheet);
};
