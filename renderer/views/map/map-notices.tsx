import { useComputed } from '@preact/signals';
import { Button } from '../../components/button.tsx';
import { Banner } from '../../components/banner.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Icon, type IconName } from '../../components/icon.tsx';
import { mapHostOf } from '../../map/map-host.ts';
import { useApp, useWords } from '../../state/app-context.ts';
import { navigationWords } from '../../words/navigation.ts';
import { nameOf } from '../maps/region-facts.ts';

/** There is nothing to draw: the way to a map, or to the one that is damaged. */
export const NoMap = () => {
  const { router, topics, language } = useApp();
  const t = useWords(navigationWords);
  const damaged = topics.maps.value.regions.find(({ state }) => state === 'damaged');
  return (
    <div class="map-screen map-screen-empty">
      <EmptyState
        icon={damaged === undefined ? 'map' : 'warning'}
        title={damaged === undefined ? t.noMapTitle : t.damagedTitle(nameOf(damaged, language.value))}
        text={damaged === undefined ? t.noMapText : t.damagedText}
        actions={
          <Button tone="primary" icon="download" onPress={() => router.go({ name: 'maps' })}>
            {t.openMaps}
          </Button>
        }
      />
    </div>
  );
};

/** What keeps the map or the position from being right, in the middle of the upper edge. */
export const MapNotices = () => {
  const app = useApp();
  const host = mapHostOf(app);
  const t = useWords(navigationWords);
  const damaged = useComputed(() =>
    app.topics.maps.value.regions
      .filter(({ id, state }) => state === 'damaged' || host.unreadable.value.has(id))
      .map((region) => ({ id: region.id, name: nameOf(region, app.language.value) })),
  ).value;
  const state = host.state.value;
  return (
    <div class="map-notices">
      {state === 'loading' && <Notice icon="map" text={t.loadingMap} />}
      {state === 'failed' && (
        <Banner
          tone="bad"
          icon="warning"
          title={t.drawingFailedTitle}
          text={t.drawingFailedText}
          actions={<Button onPress={host.start}>{t.tryAgain}</Button>}
        />
      )}
      {damaged.map(({ id, name }) => (
        <Banner
          key={id}
          tone="bad"
          icon="warning"
          title={t.damagedTitle(name)}
          text={t.damagedText}
          actions={<Button onPress={() => app.router.go({ name: 'maps' })}>{t.openMaps}</Button>}
        />
      ))}
      <PositionNotice />
    </div>
  );
};

const PositionNotice = () => {
  const { topics } = useApp();
  const t = useWords(navigationWords);
  const shown = useComputed(() => {
    const { state, source } = topics.position.value;
    if (source === 'simulated') return 'simulated';
    return state === 'searching' || state === 'lost' ? state : undefined;
  }).value;
  if (shown === 'simulated') return <Notice icon="play" text={t.simulated} />;
  if (shown === 'searching') return <Notice icon="locate" text={t.positionSearching} />;
  if (shown === 'lost') return <Notice icon="warning" text={t.positionLost} />;
  return null;
};

const Notice = ({ icon, text }: { readonly icon: IconName; readonly text: string }) => (
  <p class="map-notice" role="status">
    <Icon name={icon} />
    {text}
  </p>
);
