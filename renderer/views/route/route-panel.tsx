import { useComputed, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Place } from '../../../src/contract/screen/geography.ts';
import type { PlannedRoute } from '../../../src/contract/screen/route.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { FailureCard } from '../../components/failure-card.tsx';
import { mapHostOf, whenShown } from '../../map/map-host.ts';
import { useApp, useWords } from '../../state/app-context.ts';
import { useAction } from '../../state/use-action.ts';
import { navigationWords } from '../../words/navigation.ts';
import { FavouriteButton } from '../map/favourite-button.tsx';
import { ManoeuvreIcon } from './manoeuvre-icon.tsx';
import './route.css';

/** Times the roads' speeds that a simulated drive goes. */
const simulatedPace = 1;

/** The way to a place before it is driven. @param to plans anew; without it the route that there is is shown */
export const RoutePanel = ({ to }: { readonly to?: Place | undefined }) => {
  const app = useApp();
  const host = mapHostOf(app);
  const t = useWords(navigationWords);
  const plan = useAction('route.plan');
  const planned = useSignal<string | undefined>(undefined);
  const route = app.topics.route.value;
  // Until the answer is there, the map may still hold the way to somewhere else.
  const shown = route !== null && (to === undefined || route.id === planned.value) ? route : undefined;
  const located = useComputed(() => app.topics.position.value.state === 'fixed').value;
  const begun = useRef(false);
  const left = useRef(false);
  const { run } = plan;

  const ask = async (place: Place) => {
    // Whoever comes here before the map was ever shown waits for its middle.
    const from = located ? undefined : (await whenShown(host))?.center;
    if (left.current) return;
    const reply = await run({ to: place, ...(from === undefined ? {} : { from }) });
    if (reply?.ok === true) planned.value = reply.value.id;
  };
  useEffect(() => {
    if (to !== undefined) void ask(to);
    // Asked once for each place; where one is meanwhile is main's to know.
  }, [to]);
  useEffect(() => {
    if (shown === undefined) return;
    host.follow.value = 'off';
    host.use((engine) => {
      // Where the position is known, its arrow stands there.
      engine.setPin('start', located ? undefined : shown.line[0]);
      engine.showBounds(shown.bounds);
    });
  }, [shown, located, host]);
  useEffect(
    () => () => {
      left.current = true;
      host.use((engine) => engine.setPin('start', undefined));
      // A way that was looked at and left is not kept on the map.
      if (!begun.current && app.topics.guidance.peek().state === 'none') void app.bridge.call('route.clear');
    },
    [app, host],
  );

  const place = to ?? route?.to;
  return (
    <section class="map-card route-panel scrolls" data-covers aria-label={t.route}>
      <header class="route-head">
        <IconButton icon="back" label={t.close} onPress={app.router.back} />
        <div class="route-title">
          <h1 tabIndex={-1}>{place?.name ?? t.route}</h1>
          {place?.area !== undefined && <p class="muted small">{place.area}</p>}
        </div>
        {place !== undefined && <FavouriteButton place={place} />}
      </header>
      {plan.failure !== undefined && (
        <FailureCard failure={plan.failure} onRetry={to === undefined ? undefined : () => void ask(to)} />
      )}
      {plan.busy && (
        <p class="route-busy" role="status">
          <span class="spinner" />
          {t.planning}
        </p>
      )}
      {shown !== undefined && !plan.busy && (
        <Overview
          route={shown}
          located={located}
          onBegin={() => {
            begun.current = true;
          }}
        />
      )}
    </section>
  );
};

interface OverviewProps {
  readonly route: PlannedRoute;
  readonly located: boolean;
  readonly onBegin: () => void;
}

/** Length, duration, what to do on the way, and the start. */
const Overview = ({ route, located, onBegin }: OverviewProps) => {
  const app = useApp();
  const t = useWords(navigationWords);
  const start = useAction('guidance.start');
  const format = app.formats.value;
  const guided = useComputed(() => {
    const guidance = app.topics.guidance.value;
    return (guidance.state === 'guiding' || guidance.state === 'rerouting') && guidance.routeId === route.id;
  }).value;
  // Read with the ticker, so that it stays right while one thinks it over.
  app.left('route', 1);
  const arrival = new Date(Date.now() + route.duration * 1_000);
  const begin = async (simulated: boolean) => {
    const reply = await start.run({
      routeId: route.id,
      ...(simulated ? { simulate: { pace: simulatedPace } } : {}),
    });
    if (reply?.ok !== true) return;
    onBegin();
    app.router.reset({ name: 'map' });
  };
  return (
    <>
      <div class="route-facts">
        <p class="route-duration">{format.duration(route.duration)}</p>
        <p class="route-more">
          {format.distance(route.distance)} · {t.arriveAt(format.time(arrival))}
        </p>
        {!located && <p class="muted small">{t.noPosition}</p>}
      </div>
      {start.failure !== undefined && <FailureCard failure={start.failure} onRetry={start.forget} />}
      <ol class="route-steps scrolls" aria-label={t.steps} tabIndex={0}>
        {route.manoeuvres.map(({ kind, exit, words, distance }, index) => (
          <li key={index} class="route-step">
            <ManoeuvreIcon kind={kind} exit={exit} size={1.7} />
            <span class="route-step-words">{words}</span>
            <span class="route-step-distance">{format.distance(distance)}</span>
          </li>
        ))}
      </ol>
      <div class="route-actions">
        {guided && (
          <Button tone="primary" icon="play" onPress={() => app.router.reset({ name: 'map' })}>
            {t.guidance}
          </Button>
        )}
        {!guided && located && (
          <Button tone="primary" icon="play" busy={start.busy} onPress={() => void begin(false)}>
            {t.start}
          </Button>
        )}
        {!guided && (
          <Button tone={located ? 'plain' : 'primary'} icon="car" busy={start.busy} onPress={() => void begin(true)}>
            {t.startSimulated}
          </Button>
        )}
      </div>
    </>
  );
};
