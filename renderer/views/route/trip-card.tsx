import { useComputed } from '@preact/signals';
import { Button, IconButton } from '../../components/button.tsx';
import { useApp, useWords } from '../../state/app-context.ts';
import { useAction } from '../../state/use-action.ts';
import { navigationWords } from '../../words/navigation.ts';

/** The rest of the way, and what guidance can be told. Its figures are texts that change without rendering. */
export const TripCard = () => {
  const { topics, formats, router } = useApp();
  const t = useWords(navigationWords);
  const stop = useAction('guidance.stop');
  const repeat = useAction('guidance.repeat');
  const settings = useAction('settings.change');
  const left = useComputed(() => {
    const guidance = topics.guidance.value;
    if (guidance.state !== 'guiding' && guidance.state !== 'rerouting') return { metres: 0, seconds: 0 };
    return { metres: guidance.distanceLeft, seconds: guidance.durationLeft };
  });
  const distance = useComputed(() => formats.value.distance(left.value.metres));
  const duration = useComputed(() => formats.value.duration(Math.ceil(left.value.seconds / 60) * 60));
  const arrival = useComputed(() => formats.value.time(new Date(Date.now() + left.value.seconds * 1_000)));
  const percent = useComputed(() => {
    const whole = topics.route.value?.distance ?? 0;
    return whole > 0 ? Math.round(Math.min(1, Math.max(0, 1 - left.value.metres / whole)) * 100) : 0;
  }).value;
  const voice = useComputed(() => topics.settings.value.voice).value;
  const simulated = useComputed(() => {
    const guidance = topics.guidance.value;
    return guidance.state !== 'none' && guidance.state !== 'arrived' && guidance.simulated;
  }).value;
  return (
    <div class="trip">
      <div
        class="trip-progress"
        role="progressbar"
        aria-label={t.progress}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
      >
        <span style={{ width: `${percent}%` }} />
      </div>
      <dl class="trip-figures">
        <div>
          <dt>{t.arrival}</dt>
          <dd>{arrival}</dd>
        </div>
        <div>
          <dt>{t.timeLeft}</dt>
          <dd>{duration}</dd>
        </div>
        <div>
          <dt>{t.distanceLeft}</dt>
          <dd>{distance}</dd>
        </div>
      </dl>
      <div class="trip-actions">
        <IconButton
          icon={voice ? 'volume' : 'mute'}
          label={voice ? t.mute : t.unmute}
          onPress={() => void settings.run({ voice: !voice })}
        />
        <IconButton icon="retry" label={t.repeat} onPress={() => void repeat.run()} />
        <IconButton icon="route" label={t.overview} onPress={() => router.go({ name: 'route' })} />
        <Button icon="close" busy={stop.busy} onPress={() => void stop.run()}>
          {simulated ? t.end : t.endGuidance}
        </Button>
      </div>
    </div>
  );
};
