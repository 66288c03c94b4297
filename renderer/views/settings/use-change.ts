import type { ScreenSettingsChange } from '../../../src/contract/screen/settings.ts';
import { useApp } from '../../state/app-context.ts';
import { failureWords } from '../../words/failure.ts';

/** Changes settings; what could not be kept is told in passing, with its code. */
export const useChange = (): ((change: ScreenSettingsChange) => void) => {
  const { bridge, toasts, language } = useApp();
  return (change) =>
    void bridge.call('settings.change', change).then((reply) => {
      if (reply.ok) return;
      const { steps, titles } = failureWords[language.peek()];
      const { step, code } = reply.failure;
      toasts.show(`${titles[code] ?? steps[step]} · ${code}`, 'bad');
    });
};
