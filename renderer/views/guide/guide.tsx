import { useSignal } from '@preact/signals';
import { Button, IconButton } from '../../components/button.tsx';
import { useApp, useWords } from '../../state/app-context.ts';
import type { ViewName } from '../../state/router.ts';
import { guideWords } from '../../words/guide.ts';
import { guideSteps, nextStep, type GuideStep } from './next-step.ts';
import './guide.css';

const places: Readonly<Record<GuideStep, ViewName & ('maps' | 'search' | 'route')>> = {
  download: 'maps',
  destination: 'search',
  drive: 'route',
};

/** Where it is about what one does there. */
const shownOn: ReadonlySet<ViewName> = new Set(['map', 'maps', 'search', 'route']);

/** F4: one line that leads a first-time user of the demo from the account to a driven route. */
export const Guide = () => {
  const { topics, router } = useApp();
  const t = useWords(guideWords);
  const dismissed = useSignal(false);
  const step = nextStep({
    terminal: topics.terminal.value,
    maps: topics.maps.value,
    route: topics.route.value,
    guidance: topics.guidance.value,
    destinations: topics.destinations.value,
  });
  if (!topics.app.value.demo || dismissed.value || step === undefined) return null;
  const here = router.current.value.name;
  if (!shownOn.has(here)) return null;
  const there = here === places[step];
  // The account was the first step: whoever sees this has it.
  const number = guideSteps.indexOf(step) + 2;
  return (
    <aside class="guide" aria-label={t.label}>
      <span class="guide-number">{t.step(number, guideSteps.length + 1)}</span>
      <span class="guide-text" role="status">
        {t.steps[step]}
      </span>
      {!there && (
        <Button tone="quiet" onPress={() => router.go({ name: places[step] })}>
          {t.show}
        </Button>
      )}
      <IconButton
        icon="close"
        label={t.dismiss}
        onPress={() => {
          dismissed.value = true;
        }}
      />
    </aside>
  );
};
