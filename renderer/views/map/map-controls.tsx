import { useComputed } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Icon } from '../../components/icon.tsx';
import { mapHostOf } from '../../map/map-host.ts';
import { useApp, useWords } from '../../state/app-context.ts';
import { navigationWords } from '../../words/navigation.ts';

/** Milliseconds without a touch after which guidance shows the car again. */
const looksAway = 15_000;

/** Zoom, compass and position, where the right thumb is. */
export const MapControls = ({ mode }: { readonly mode: 'browse' | 'route' | 'guidance' }) => {
  const app = useApp();
  const host = mapHostOf(app);
  const t = useWords(navigationWords);
  const follow = host.follow.value;
  const located = useComputed(() => app.topics.position.value.fix !== undefined).value;
  const bearing = useComputed(() => Math.round(host.view.value?.bearing ?? 0)).value;
  const away = mode === 'guidance' && follow === 'off';

  useEffect(() => {
    if (!away) return undefined;
    const timer = setTimeout(() => {
      host.follow.value = 'heading-up';
    }, looksAway);
    return () => clearTimeout(timer);
    // Every further movement of the map begins the wait anew.
  }, [away, host, away ? host.view.value : undefined]);

  const turn = () => {
    if (follow === 'heading-up') host.follow.value = 'north-up';
    else host.use((engine) => engine.faceNorth());
  };
  const locate = () => {
    if (follow === 'off') host.follow.value = mode === 'guidance' ? 'heading-up' : 'north-up';
    else host.follow.value = follow === 'north-up' ? 'heading-up' : 'north-up';
  };
  const locateLabel = { off: t.showPosition, 'north-up': t.followNorthUp, 'heading-up': t.followHeadingUp }[follow];
  return (
    <div class="map-controls">
      {bearing !== 0 && (
        <button type="button" class="map-control" aria-label={t.faceNorth} onClick={turn}>
          <Needle degrees={-bearing} />
        </button>
      )}
      <div class="map-control-group">
        <button
          type="button"
          class="map-control"
          aria-label={t.zoomIn}
          onClick={() => host.use((engine) => engine.zoomBy(1))}
        >
          <Icon name="plus" size={1.6} />
        </button>
        <button
          type="button"
          class="map-control"
          aria-label={t.zoomOut}
          onClick={() => host.use((engine) => engine.zoomBy(-1))}
        >
          <Icon name="minus" size={1.6} />
        </button>
      </div>
      {located && (
        <button
          type="button"
          class={`map-control map-locate map-locate-${follow}`}
          aria-label={away ? t.recentre : locateLabel}
          onClick={locate}
        >
          <Arrow filled={follow !== 'off'} upright={follow === 'north-up'} />
          {away && <span>{t.recentre}</span>}
        </button>
      )}
    </div>
  );
};

const Needle = ({ degrees }: { readonly degrees: number }) => (
  <svg viewBox="0 0 24 24" width="2em" height="2em" aria-hidden="true" style={{ transform: `rotate(${degrees}deg)` }}>
    <path d="M12 2.5 16.5 12h-9z" fill="var(--bad)" />
    <path d="M12 21.5 7.5 12h9z" fill="currentColor" opacity="0.55" />
  </svg>
);

const Arrow = ({ filled, upright }: { readonly filled: boolean; readonly upright: boolean }) => (
  <svg
    viewBox="0 0 24 24"
    width="1.7em"
    height="1.7em"
    aria-hidden="true"
    fill={filled ? 'currentColor' : 'none'}
    stroke="currentColor"
    stroke-width="2"
    stroke-linejoin="round"
  >
    <path d={upright || !filled ? 'M20.5 3.5 14 20.500l-3-7.5-7.5-3z' : 'M12 3l7 17-7-3.500L5 20z'} />
  </svg>
);
