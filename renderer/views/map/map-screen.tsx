import { useComputed, useSignalEffect } from '@preact/signals';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Insets } from '../../map/engine/follow-camera.ts';
import { mapHostOf } from '../../map/map-host.ts';
import { MapSurface } from '../../map/map-surface.tsx';
import { useApp } from '../../state/app-context.ts';
import type { View } from '../../state/router.ts';
import { GuidancePanel } from '../route/guidance-panel.tsx';
import { RoutePanel } from '../route/route-panel.tsx';
import { BrowsePanel } from './browse-panel.tsx';
import { MapControls } from './map-controls.tsx';
import { MapFoot } from './map-foot.tsx';
import { MapNotices, NoMap } from './map-notices.tsx';
import './map-screen.css';

type MapScreenView = Extract<View, { name: 'map' | 'route' }>;

/** The map, and over it what one does there: looking around, planning a way, being guided. */
export const MapScreen = ({ view }: { readonly view: MapScreenView }) => {
  const app = useApp();
  const host = mapHostOf(app);
  const panel = useRef<HTMLDivElement>(null);
  const insets = useInsets(panel);
  const empty = useComputed(() => host.regions.value.length === 0).value;
  const guided = useComputed(() => app.topics.guidance.value.state !== 'none').value;
  const mode = view.name === 'route' ? 'route' : guided ? 'guidance' : 'browse';

  // A point touched while a way is shown or driven would lead away from it.
  useSignalEffect(() => {
    if (host.picked.value !== undefined && mode !== 'browse') host.picked.value = undefined;
  });

  if (empty && mode === 'browse') return <NoMap />;
  return (
    <div class={`map-screen map-screen-${mode}`}>
      <MapSurface insets={insets} />
      <div class="map-panel" ref={panel}>
        {view.name === 'route' ? <RoutePanel to={view.to} /> : guided ? <GuidancePanel /> : <BrowsePanel />}
      </div>
      <MapNotices />
      <MapControls mode={mode} />
      <MapFoot />
    </div>
  );
};

/** How much of the map the panel at its side lies over, so that what is shown is shown beside it. */
function useInsets(panel: { readonly current: HTMLElement | null }): Insets {
  const [left, setLeft] = useState(0);
  useEffect(() => {
    const element = panel.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => {
      const shown = element.firstElementChild?.hasAttribute('data-covers') === true;
      setLeft(shown ? element.offsetLeft + element.offsetWidth : 0);
    });
    observer.observe(element);
    return () => observer.disconnect();
  });
  return { top: 0, right: 0, bottom: 0, left };
}
