import {
  createTheme,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
  Menu,
  Modal,
  Notification,
  Tooltip,
  type VariantColorsResolver,
} from '@mantine/core';

/**
 * Greys from text to ground. Mantine's dark scheme reads them by place: 0 text, 2 dimmed text, 3 placeholders, 4 borders, 5 hover, 6 inputs and
 * cards, 7 panels, 8 bars, 9 the ground under pictures. Texts 0–3 keep 4.5:1 on 6–9.
 */
const dark: MantineColorsTuple = [
  '#e8e5df',
  '#cbc8c1',
  '#a9a7a1',
  '#94928c',
  '#34363c',
  '#2a2c31',
  '#202226',
  '#18191c',
  '#131416',
  '#0c0d0e',
];

/** Amber: what can be pressed, what is chosen, what is on its way. */
const brand: MantineColorsTuple = [
  '#fdf4e6',
  '#f8e5c8',
  '#f2d2a1',
  '#ebbe7a',
  '#e5ad62',
  '#e0a458',
  '#d29545',
  '#b67b33',
  '#8c5d25',
  '#5c3c15',
];

/** Green: what is done and well. */
const moss: MantineColorsTuple = [
  '#eff7ec',
  '#dbebd5',
  '#c3deb9',
  '#abd09d',
  '#9bc78b',
  '#8fbf7f',
  '#79ab68',
  '#5f8d50',
  '#45693a',
  '#2c4525',
];

/** Red: what went wrong. */
const rust: MantineColorsTuple = [
  '#fdf0ed',
  '#f7d8d1',
  '#f0bbb0',
  '#e99e8f',
  '#e58a78',
  '#e07a66',
  '#cc6450',
  '#a64d3c',
  '#7a392c',
  '#4d231b',
];

const serif = '"Iowan Old Style", "Palatino Linotype", Palatino, "DejaVu Serif", Georgia, serif';

/** Quiet variants speak in the colour itself, not in the near-white that stands first in its row. */
const variantColorResolver: VariantColorsResolver = (input) => {
  const resolved = defaultVariantColorsResolver(input);
  // `rust` or `rust.4`; without a word the accent.
  const name = (input.color ?? 'brand').split('.')[0] ?? '';
  const quiet = ['subtle', 'light', 'outline', 'transparent'].includes(input.variant);
  return quiet && ['brand', 'moss', 'rust'].includes(name)
    ? { ...resolved, color: `var(--mantine-color-${name}-4)` }
    : resolved;
};

/** The studio's one design language: colours, type and spacing stand here and nowhere else. */
export const theme = createTheme({
  colors: { dark, brand, moss, rust },
  primaryColor: 'brand',
  primaryShade: 5,
  autoContrast: true,
  black: '#17140f',
  white: '#f4f1ea',
  fontFamily: 'system-ui, "DejaVu Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "DejaVu Sans Mono", monospace',
  headings: {
    fontFamily: serif,
    fontWeight: '700',
    sizes: {
      h1: { fontSize: '2.75rem', lineHeight: '1.1' },
      h2: { fontSize: '1.125rem', lineHeight: '1.3' },
      h3: { fontSize: '0.9375rem', lineHeight: '1.35' },
    },
  },
  // Dense, as a tool for long hours is; nothing below 12 px.
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  lineHeights: { xs: '1.35', sm: '1.4', md: '1.45', lg: '1.5', xl: '1.5' },
  spacing: { xs: '0.5rem', sm: '0.75rem', md: '1rem', lg: '1.5rem', xl: '2.25rem' },
  radius: { xs: '3px', sm: '5px', md: '8px', lg: '12px', xl: '20px' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  focusRing: 'auto',
  variantColorResolver,
  components: {
    Modal: Modal.extend({
      defaultProps: {
        centered: true,
        closeButtonProps: { 'aria-label': 'Close' },
        overlayProps: { blur: 3 },
        // A dialog's head is no second banner of the page.
        attributes: { header: { role: 'none' } },
      },
      styles: { title: { fontFamily: serif, fontWeight: 700, fontSize: '1.0625rem' } },
    }),
    // In place, so that they are inside the landmark of what opens them; the first item takes the focus.
    Menu: Menu.extend({ defaultProps: { withinPortal: false, withInitialFocusPlaceholder: false } }),
    Notification: Notification.extend({ defaultProps: { closeButtonProps: { 'aria-label': 'Close this message' } } }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 400, withArrow: true } }),
  },
});
