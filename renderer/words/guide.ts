import { words } from './table.ts';

/** Words that lead a first-time user through the demo. */
export const guideWords = words(
  {
    label: 'First steps',
    step: (step: number, of: number) => `${step}/${of}`,
    steps: {
      download: 'Download the city’s map',
      destination: 'Choose where to go',
      drive: 'Start the guidance: the demo drives by itself',
    },
    show: 'Show me',
    dismiss: 'End the first steps',
  },
  {
    label: 'はじめての操作',
    step: (step: number, of: number) => `${step}/${of}`,
    steps: {
      download: '街の地図をダウンロードする',
      destination: '行き先を選ぶ',
      drive: '案内を始める（デモでは自動で走行します）',
    },
    show: '開く',
    dismiss: 'はじめての操作を終了',
  },
);
