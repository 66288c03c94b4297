import { useComputed } from '@preact/signals';
import { Button } from '../../components/button.tsx';
import { useApp, useWords } from '../../state/app-context.ts';
import { useAction } from '../../state/use-action.ts';
import { navigationWords } from '../../words/navigation.ts';
import { ManoeuvreIcon } from './manoeuvre-icon.tsx';
import { nextSteps } from './next-steps.ts';
import { SpeedSign } from './speed-sign.tsx';
import { TripCard } from './trip-card.tsx';
import './guidance.css';

/** What to do next, how long it still takes, and how fast one is. */
export const GuidancePanel = () => {
  const { topics } = useApp();
  const state = useComputed(() => topics.guidance.value.state).value;
  if (state === 'arrived') return <Arrived />;
  return (
    <section class="guidance" data-covers>
      {state === 'rerouting' ? <Rerouting /> : <NextTurn />}
      <div class="guidance-space">
        <CurrentRoad />
        <SpeedSign />
      </div>
      <TripCard />
    </section>
  );
};

const NextTurn = () => {
  const { topics, formats } = useApp();
  const t = useWords(navigationWords);
  // Rendered anew for each thing to do; between two of them only the text of the distance changes.
  const next = useComputed(() => {
    const guidance = topics.guidance.value;
    return guidance.state === 'guiding' ? guidance.next : -1;
  }).value;
  const distance = useComputed(() => {
    const guidance = topics.guidance.value;
    return guidance.state === 'guiding' ? formats.value.distance(guidance.distanceToNext) : '';
  });
  const { step, following } = nextSteps(topics.route.value, next);
  if (step === undefined) return null;
  return (
    <div class="guidance-turn">
      <div class="guidance-main">
        <ManoeuvreIcon kind={step.kind} exit={step.exit} size={4.6} />
        <div class="guidance-text">
          <p class="guidance-distance">{distance}</p>
          <h1 class="guidance-road" tabIndex={-1}>
            {step.kind === 'arrive' ? topics.route.value?.to.name : (step.road ?? step.words)}
          </h1>
        </div>
      </div>
      {following !== undefined && (
        <p class="guidance-then">
          <span>{t.afterwards}</span>
          <ManoeuvreIcon kind={following.kind} exit={following.exit} size={1.7} />
          <span class="guidance-then-road">{following.road ?? following.words}</span>
        </p>
      )}
      <p class="only-spoken" aria-live="assertive">
        {step.words}
      </p>
    </div>
  );
};

/** The road that one is on, which is seldom the one to turn into. */
const CurrentRoad = () => {
  const { topics } = useApp();
  const t = useWords(navigationWords);
  const road = useComputed(() => {
    const guidance = topics.guidance.value;
    return guidance.state === 'guiding' || guidance.state === 'rerouting' ? guidance.road : undefined;
  }).value;
  if (road === undefined || road === '') return null;
  return (
    <p class="guidance-here">
      <span class="only-spoken">{t.onRoad(road)}</span>
      <span aria-hidden="true">{road}</span>
    </p>
  );
};

const Rerouting = () => {
  const t = useWords(navigationWords);
  return (
    <div class="guidance-turn guidance-rerouting" role="alert">
      <div class="guidance-main">
        <span class="spinner guidance-spinner" />
        <div class="guidance-text">
          <h1 class="guidance-road" tabIndex={-1}>
            {t.rerouting}
          </h1>
          <p>{t.reroutingText}</p>
        </div>
      </div>
    </div>
  );
};

const Arrived = () => {
  const { topics } = useApp();
  const t = useWords(navigationWords);
  const clear = useAction('route.clear');
  const guidance = topics.guidance.value;
  return (
    <section class="guidance" data-covers>
      <div class="guidance-turn guidance-arrived" role="status">
        <div class="guidance-main">
          <ManoeuvreIcon kind="arrive" size={4.6} />
          <div class="guidance-text">
            <h1 class="guidance-road" tabIndex={-1}>
              {t.arrivedTitle}
            </h1>
            <p>{guidance.state === 'arrived' ? guidance.to.name : ''}</p>
          </div>
        </div>
        <Button wide icon="check" busy={clear.busy} onPress={() => void clear.run()}>
          {t.done}
        </Button>
      </div>
    </section>
  );
};
