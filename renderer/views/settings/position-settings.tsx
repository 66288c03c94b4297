import { FailureCard } from '../../components/failure-card.tsx';
import { RowButton, RowList } from '../../components/row.tsx';
import { useApp, useWords } from '../../state/app-context.ts';
import { settingsWords } from '../../words/settings.ts';

/** Where positions come from, and whether they come. */
export const PositionSettings = () => {
  const { topics, router } = useApp();
  const t = useWords(settingsWords);
  const { state, source, failure } = topics.position.value;
  const set = topics.settings.value.position.kind;
  return (
    <>
      <RowList label={t.position}>
        <RowButton
          icon="position"
          title={t.position}
          detail={`${source === 'simulated' ? t.simulated : t.positionSources[set]} · ${t.positionStates[state]}`}
          onPress={() => router.go({ name: 'position' })}
        />
      </RowList>
      {failure !== undefined && <FailureCard failure={failure} />}
    </>
  );
};
