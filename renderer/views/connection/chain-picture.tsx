import { Icon, type IconName } from '../../components/icon.tsx';
import type { ChainRole, ScreenState } from '../../../src/contract/screen/state.ts';
import { useApp, useWords } from '../../state/app-context.ts';
import { connectionWords } from '../../words/connection.ts';
import { stationsOf } from './stations.ts';

type ChainNode = ScreenState['chain']['nodes'][number];

const icons: Readonly<Record<ChainRole, IconName>> = {
  service: 'layers',
  'first-allocation': 'route',
  'second-allocation': 'route',
  authentication: 'shield',
  accounts: 'user',
};

const stateIcons: Readonly<Record<ChainNode['state'], IconName | undefined>> = {
  waiting: undefined,
  asking: undefined,
  done: 'check',
  failed: 'close',
  skipped: 'minus',
};

const Station = ({ node }: { readonly node: ChainNode }) => {
  const { formats } = useApp();
  const t = useWords(connectionWords);
  const sign = stateIcons[node.state];
  return (
    <>
      <span class="station-icon">
        <Icon name={icons[node.role]} size={1.4} />
        {sign !== undefined && (
          <span class="station-sign">
            <Icon name={sign} size={0.9} />
          </span>
        )}
      </span>
      <span class="station-name">{t.roles[node.role]}</span>
      <span class="station-state">
        <span>{t.states[node.state]}</span>
        {node.state === 'done' && node.took !== undefined && <span>{formats.value.took(node.took)}</span>}
      </span>
      {node.serverId !== undefined && <span class="station-server code">{node.serverId}</span>}
    </>
  );
};

/** The chain as a way that bends through the picture: three stations there, the next ones back, each lit as it answers. */
export const ChainPicture = ({ nodes }: { readonly nodes: readonly ChainNode[] }) => {
  const t = useWords(connectionWords);
  return (
    <ol class="chain" aria-label={t.chain}>
      {stationsOf(nodes.length).map(({ column, row, leads }, index) => {
        const node = nodes[index];
        if (node === undefined) return null;
        return (
          <li
            key={index}
            class={`station station-${node.state}${leads === undefined ? '' : ` station-leads-${leads}`}`}
            style={{ gridColumn: String(column), gridRow: String(row) }}
          >
            <Station node={node} />
          </li>
        );
      })}
    </ol>
  );
};
