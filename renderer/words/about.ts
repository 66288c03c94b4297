import { words } from './table.ts';

/** Words about the program and where its maps come from. */
export const aboutWords = words(
  {
    title: 'About',
    version: 'Version',
    runtime: 'Runs on',
    device: 'This device',
    mapData: 'Map data',
    // The words that the licence of the data asks for.
    attribution: '© OpenStreetMap contributors',
    attributionText: 'Map data is available under the Open Database Licence (ODbL).',
    licences: 'Licences',
    licencesText: 'Of everything that is in this program',
    loading: 'Reading the licences…',
    licence: 'Apache License 2.0',
    product: 'A navigation terminal for cars and kiosks',
  },
  {
    title: 'この端末について',
    version: 'バージョン',
    runtime: '動作環境',
    device: 'この機器',
    mapData: '地図の出典',
    attribution: '© OpenStreetMap contributors',
    attributionText: '地図データは Open Database License (ODbL) のもとで提供されています。',
    licences: 'ライセンス',
    licencesText: 'このプログラムに含まれるすべてのもの',
    loading: 'ライセンスを読み込み中…',
    licence: 'Apache License 2.0',
    product: '車とキオスクのためのナビゲーション端末',
  },
);
