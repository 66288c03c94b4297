import { useComputed } from '@preact/signals';
import { mapHostOf } from '../../map/map-host.ts';
import { scaleBar } from '../../map/scale-bar.ts';
import { attributionsOf } from '../../map/tiles/installed-regions.ts';
import { useApp, useWords } from '../../state/app-context.ts';
import { navigationWords } from '../../words/navigation.ts';

/** The scale, and where the maps come from: nothing is ever put over this line. */
export const MapFoot = () => {
  const app = useApp();
  const host = mapHostOf(app);
  const t = useWords(navigationWords);
  const bar = useComputed(() => {
    const metresPerPixel = host.view.value?.metresPerPixel;
    if (metresPerPixel === undefined) return undefined;
    const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    return scaleBar(metresPerPixel, rem * 7, app.topics.settings.value.units);
  }).value;
  const sources = useComputed(() => attributionsOf(host.regions.value).join(' · ')).value;
  const length = bar === undefined ? '' : app.formats.value.distance(bar.metres);
  return (
    <div class="map-foot">
      {bar !== undefined && (
        <span class="map-scale" role="img" aria-label={t.scale(length)}>
          <span>{length}</span>
          <span class="map-scale-bar" style={{ width: `${Math.round(bar.pixels)}px` }} />
        </span>
      )}
      {sources !== '' && (
        <span class="map-attribution" role="note" aria-label={t.attribution}>
          {sources}
        </span>
      )}
    </div>
  );
};
