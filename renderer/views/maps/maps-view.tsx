import { Banner } from '../../components/banner.tsx';
import { Button } from '../../components/button.tsx';
import { EmptyState, Skeleton } from '../../components/empty-state.tsx';
import { FailureCard } from '../../components/failure-card.tsx';
import { Page } from '../../components/page.tsx';
import { useApp, useWords } from '../../state/app-context.ts';
import { useAction } from '../../state/use-action.ts';
import { mapsWords } from '../../words/maps.ts';
import { StandingFailure } from '../standing-failure.tsx';
import { inOrder } from './region-facts.ts';
import { RegionCard } from './region-card.tsx';
import './maps.css';

/** The regions: what is here, what is to be had, and what is on its way. */
export const MapsView = () => {
  const { topics, router, language, showBounds } = useApp();
  const t = useWords(mapsWords);
  const refresh = useAction('maps.refresh');
  const { listed, refreshing, regions, failure } = topics.maps.value;
  const downloads = topics.downloads.value;
  const signedIn = topics.terminal.value.phase === 'signed-in';
  // The list comes once the servers run and a session is open: until then nothing is missing.
  const stack = topics.stack.value.state;
  const starting = topics.session.value.state === 'opening' || stack === 'starting' || stack === 'restarting';
  const looking = refreshing || refresh.busy || starting;
  const problem = failure ?? refresh.failure;
  return (
    <Page
      title={t.title}
      actions={
        signedIn && (
          <Button icon="retry" busy={looking} onPress={() => void refresh.run()}>
            {t.refresh}
          </Button>
        )
      }
    >
      {!signedIn && (
        <Banner
          tone="info"
          icon="user"
          title={t.signInTitle}
          text={t.signInText}
          actions={
            <Button tone="primary" onPress={() => router.go({ name: 'start' })}>
              {t.signIn}
            </Button>
          }
        />
      )}
      {problem === undefined && <StandingFailure />}
      {problem !== undefined && (
        <FailureCard failure={problem} onRetry={() => void refresh.run()} retrying={refresh.busy} />
      )}
      {listed === 'installed-only' && !looking && problem === undefined && signedIn && (
        <Banner tone="warn" icon="network-off" title={t.offlineTitle} text={t.offlineText} />
      )}
      {inOrder(regions, downloads, language.value).map((region) => (
        <RegionCard
          key={region.id}
          region={region}
          download={downloads.find(({ regionId }) => regionId === region.id)}
          onShow={() => {
            showBounds(region.bounds);
            router.reset({ name: 'map' });
          }}
        />
      ))}
      {regions.length === 0 &&
        (looking || (listed === 'never' && problem === undefined && signedIn) ? (
          <Skeleton rows={2} label={t.refreshing} />
        ) : (
          problem === undefined && <EmptyState icon="map" title={t.emptyTitle} text={t.emptyText} />
        ))}
    </Page>
  );
};
