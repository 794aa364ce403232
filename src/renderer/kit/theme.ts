import { type Theme, teamsHighContrastTheme, webDarkTheme, webLightTheme } from '@fluentui/react-components';

/** How the program can look. Where the system forces its own colours, the browser lays them over any of these. */
export type ThemeName = 'light' | 'dark' | 'highContrast';

const fonts = {
  fontFamilyBase:
    "'Segoe UI Variable Text', 'Segoe UI', Inter, -apple-system, BlinkMacSystemFont, Roboto, 'Noto Sans', 'Helvetica Neue', Arial, sans-serif",
  fontFamilyMonospace:
    "'Cascadia Mono', Consolas, 'SF Mono', Menlo, 'DejaVu Sans Mono', 'Liberation Mono', monospace",
};

export const themes: Readonly<Record<ThemeName, Theme>> = {
  light: { ...webLightTheme, ...fonts },
  dark: {
    ...webDarkTheme,
    ...fonts,
    // Fluent's dark greys go down from the page's; bars and raised places are easier to tell apart above it.
    colorNeutralBackground2: '#2e2e2e',
    colorNeutralBackground3: '#333333',
    colorNeutralBackground4: '#383838',
  },
  highContrast: {
    ...teamsHighContrastTheme,
    ...fonts,
    // Cyan under the pointer would take the contrast from everything in a row that has a colour of its own.
    colorNeutralBackground1Hover: '#2b2b2b',
    colorNeutralForeground1Hover: '#ffffff',
    colorBrandBackground2: '#003f47',
    colorBrandBackground2Hover: '#00555f',
  },
};
