import { useComputed } from '@preact/signals';
import { useApp, useWords } from '../../state/app-context.ts';
import { navigationWords } from '../../words/navigation.ts';

const metresPerMile = 1_609.344;
/** Kilometres an hour over the limit from which it is shown: positions tell speeds no better. */
const tolerance = 4;

/** How fast one is, and may be. */
export const SpeedSign = () => {
  const { topics, formats } = useApp();
  const t = useWords(navigationWords);
  const perHour = (metresPerSecond: number) =>
    Math.round((metresPerSecond * 3_600) / (topics.settings.value.units === 'metric' ? 1_000 : metresPerMile));
  const speed = useComputed(() => {
    const fix = topics.position.value.fix;
    return fix === undefined ? undefined : perHour(fix.speed);
  }).value;
  const limit = useComputed(() => {
    const guidance = topics.guidance.value;
    return guidance.state === 'guiding' ? guidance.speedLimit : undefined;
  }).value;
  const over = useComputed(() => {
    const metresPerSecond = topics.position.value.fix?.speed ?? 0;
    return limit !== undefined && metresPerSecond * 3.6 > limit + tolerance;
  }).value;
  if (speed === undefined) return null;
  const unit = topics.settings.value.units === 'metric' ? 'km/h' : 'mph';
  return (
    <div class={`speed${over ? ' speed-over' : ''}`} role="group" aria-label={t.speed}>
      <p class="speed-now">
        <span class="speed-number">{speed}</span>
        <span class="speed-unit">{unit}</span>
      </p>
      {limit !== undefined && (
        <p class="speed-limit" role="img" aria-label={t.limit(formats.value.speed(limit / 3.6))}>
          {perHour(limit / 3.6)}
        </p>
      )}
      {over && <span class="only-spoken">{t.overLimit}</span>}
    </div>
  );
};
