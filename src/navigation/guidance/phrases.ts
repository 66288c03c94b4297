import type { Language } from '../../contract/screen/settings.ts';
import type { Spoken } from './words/spoken.ts';

/** What the terminal says besides guidance; each is a clip of the same name. */
export const phraseIds = [
  'insert-card',
  'card-busy',
  'authenticated',
  'authentication-failed',
  'account-ready',
  'download-started',
  'download-finished',
  'download-stopped',
  'update-available',
  'map-damaged',
  'voice-on',
] as const;
export type PhraseId = (typeof phraseIds)[number];

const phrases: Readonly<Record<Language, Readonly<Record<PhraseId, Spoken>>>> = {
  en: {
    'insert-card': { words: 'please insert your card' },
    'card-busy': { words: 'the card reader is in use. Please wait' },
    authenticated: { words: 'you are authenticated' },
    'authentication-failed': { words: 'the authentication failed' },
    'account-ready': { words: 'your account is ready' },
    'download-started': { words: 'the download has started' },
    'download-finished': { words: 'the download is finished. The map is ready' },
    'download-stopped': { words: 'the download has stopped' },
    'update-available': { words: 'a new map is available' },
    'map-damaged': { words: 'the map is damaged. Please download it again' },
    'voice-on': { words: 'voice guidance is on' },
  },
  ja: {
    'insert-card': { words: 'カードを挿入してください', reading: 'カードをそうにゅうしてください' },
    'card-busy': {
      words: 'カードリーダーは使用中です。お待ちください',
      reading: 'カードリーダーはしようちゅうです。おまちください',
    },
    authenticated: { words: '認証しました', reading: 'にんしょうしました' },
    'authentication-failed': { words: '認証できませんでした', reading: 'にんしょうできませんでした' },
    'account-ready': { words: 'アカウントの準備ができました', reading: 'アカウントのじゅんびができました' },
    'download-started': { words: 'ダウンロードを始めます', reading: 'ダウンロードをはじめます' },
    'download-finished': {
      words: 'ダウンロードが終わりました。地図を使えます',
      reading: 'ダウンロードがおわりました。ちずをつかえます',
    },
    'download-stopped': { words: 'ダウンロードが止まりました', reading: 'ダウンロードがとまりました' },
    'update-available': { words: '新しい地図があります', reading: 'あたらしいちずがあります' },
    'map-damaged': {
      words: '地図が壊れています。もう一度ダウンロードしてください',
      reading: 'ちずがこわれています。もういちどダウンロードしてください',
    },
    'voice-on': { words: '音声でご案内します', reading: 'おんせいでごあんないします' },
  },
};

/** Every phrase of a language, once, for whoever records or renders them. */
export const phraseList = (language: Language): readonly (Spoken & { readonly id: PhraseId })[] =>
  phraseIds.map((id) => ({ id, ...phrases[language][id] }));

/** A phrase as the event `speak` carries it. */
export function sayPhrase(id: PhraseId, language: Language) {
  const { words } = phrases[language][id];
  const sentence = language === 'en' ? `${words.charAt(0).toUpperCase()}${words.slice(1)}.` : `${words}。`;
  return { language, words: sentence, clips: [id], urgent: false };
}
