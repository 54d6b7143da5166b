import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';

/** Mantine wants ten shades of a colour; the tokens carry the real one for each theme, see the resolver. */
const accent: MantineColorsTuple = [
  '#e9f1f9', '#d3e3f3', '#a7c7e7', '#7babdb', '#4f8fcf', '#2373c3', '#0b5cad', '#0a539c', '#094a8b', '#073a6e',
];

/** What lies under a dialog stays readable; nothing is blurred. */
export const veil = { backgroundOpacity: 0.3, blur: 0 };

const floating = { shadow: 'md', transitionProps: { duration: 120 } };

export const mantineTheme = createTheme({
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--font)',
  primaryColor: 'accent',
  primaryShade: 6,
  colors: { accent },
  defaultRadius: 'sm',
  radius: { xs: '2px', sm: '4px', md: '6px', lg: '6px', xl: '6px' },
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '20px', xl: '24px' },
  lineHeights: { xs: '1.4', sm: '1.4', md: '1.4', lg: '1.4', xl: '1.4' },
  shadows: { xs: 'none', sm: 'none', md: 'var(--pop)', lg: 'var(--pop)', xl: 'var(--pop)' },
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { variant: 'default', size: 'sm' } },
    Menu: { defaultProps: { ...floating, radius: 'md', withInitialFocusPlaceholder: false } },
    Modal: { defaultProps: { ...floating, radius: 'md', centered: true, overlayProps: veil } },
    Popover: { defaultProps: floating },
    Tooltip: { defaultProps: { openDelay: 400, transitionProps: { duration: 120 } } },
    Switch: { defaultProps: { size: 'xs' } },
  },
});

const mapped = {
  '--mantine-color-body': 'var(--bg)',
  '--mantine-color-text': 'var(--text)',
  '--mantine-color-bright': 'var(--text)',
  '--mantine-color-dimmed': 'var(--muted)',
  '--mantine-color-placeholder': 'var(--muted)',
  '--mantine-color-anchor': 'var(--accent)',
  '--mantine-color-error': 'var(--soft)',
  '--mantine-color-default': 'var(--bg)',
  '--mantine-color-default-hover': 'var(--surface)',
  '--mantine-color-default-color': 'var(--text)',
  '--mantine-color-default-border': 'var(--control)',
  '--mantine-color-disabled': 'var(--bg)',
  '--mantine-color-disabled-color': 'var(--muted)',
  '--mantine-color-disabled-border': 'var(--line)',
  '--mantine-color-accent-filled': 'var(--accent)',
  '--mantine-color-accent-filled-hover': 'var(--accent-strong)',
  '--mantine-color-accent-light': 'var(--accent-weak)',
  '--mantine-color-accent-light-hover': 'var(--accent-weak)',
  '--mantine-color-accent-light-color': 'var(--accent)',
  '--mantine-color-accent-outline': 'var(--accent)',
  '--mantine-color-accent-text': 'var(--accent)',
  '--mantine-primary-color-filled': 'var(--accent)',
  '--mantine-primary-color-contrast': 'var(--on-accent)',
};

/** The one place where the tokens become Mantine's variables; both themes point to the same tokens. */
export const tokensToMantine: CSSVariablesResolver = () => ({ variables: {}, light: mapped, dark: mapped });
