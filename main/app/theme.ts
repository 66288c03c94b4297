import { nativeTheme } from 'electron';
import type { ScreenState } from '../../src/contract/screen/state.ts';

/** Day or night for what Chromium draws itself; 'auto' follows the sun where a position is known, else the system. */
export function applyTheme({ settings, position }: Pick<ScreenState, 'settings' | 'position'>): void {
  const { theme } = settings;
  const light = theme === 'auto' ? position.daylight : theme === 'day';
  const source = light === undefined ? 'system' : light ? 'light' : 'dark';
  if (nativeTheme.themeSource !== source) nativeTheme.themeSource = source;
}
