import { useEffect } from 'react';
import type { Settings } from '#contract/services/settings';
import { useSettings } from '../stores/engine-streams.ts';
import { currentSettings, saveSettings } from './save-settings.ts';
import { act } from './session-control.ts';

type Theme = Settings['theme'];

const SYSTEM_LIGHT = '(prefers-color-scheme: light)';
/** Remembered in the window, so that the first frame after a start already has the right ground. */
const REMEMBERED = 'octopus-theme';

function applyTheme(theme: Theme, upDownColours: string): void {
  const isLight = theme === 'light' || (theme === 'system' && window.matchMedia(SYSTEM_LIGHT).matches);
  const root = document.documentElement;
  root.dataset['theme'] = isLight ? 'light' : 'dark';
  root.dataset['upDown'] = upDownColours;
}

/** Draws the remembered theme before the engine has spoken. */
export function applyRememberedTheme(): void {
  const [theme, colours] = (localStorage.getItem(REMEMBERED) ?? 'system green-red').split(' ');
  applyTheme(theme === 'light' || theme === 'dark' ? theme : 'system', colours ?? 'green-red');
}

/** Keeps the page in the theme and colours of the settings, and in the system's when they say so. */
export function useTheme(): void {
  const settings = useSettings();
  const theme = settings?.theme;
  const colours = settings?.upDownColours;
  useEffect(() => {
    if (theme === undefined || colours === undefined) return undefined;
    localStorage.setItem(REMEMBERED, `${theme} ${colours}`);
    const apply = (): void => applyTheme(theme, colours);
    apply();
    const system = window.matchMedia(SYSTEM_LIGHT);
    system.addEventListener('change', apply);
    return () => system.removeEventListener('change', apply);
  }, [theme, colours]);
}

/** From what is shown to the other one. */
export function toggleTheme(): void {
  if (currentSettings() === null) return;
  const theme: Theme = document.documentElement.dataset['theme'] === 'light' ? 'dark' : 'light';
  void act('Change theme', () => saveSettings({ theme }));
}
