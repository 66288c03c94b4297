import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { useApp, useWords } from '../state/app-context.ts';
import { navigationWords } from '../words/navigation.ts';
import type { Insets } from './engine/follow-camera.ts';
import { mapHostOf } from './map-host.ts';
import './map.css';

/** The map itself, moved here from wherever it was shown before. @param insets pixels that panels lie over */
export const MapSurface = ({ insets }: { readonly insets: Insets }) => {
  const app = useApp();
  const host = mapHostOf(app);
  const t = useWords(navigationWords);
  const place = useRef<HTMLDivElement>(null);

  useLayoutEffect(() => (place.current === null ? undefined : host.attach(place.current)), [host]);

  useEffect(() => {
    host.use((engine) => engine.setLabel(`${t.map}. ${t.mapHelp}`));
  }, [host, t]);

  const { top, right, bottom, left } = insets;
  useEffect(() => {
    host.use((engine) => engine.setInsets({ top, right, bottom, left }));
  }, [host, top, right, bottom, left]);

  return <div class="map-surface" ref={place} />;
};
