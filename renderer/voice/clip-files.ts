import type { Language } from '../../src/contract/screen/settings.ts';

const files: Readonly<Record<string, string>> = import.meta.glob('./clips/*/*.ogg', {
  query: '?url',
  import: 'default',
  eager: true,
});

/** The addresses of clips, in their order. @returns undefined unless all are there, and at least one */
export function clipUrls(language: Language, clips: readonly string[]): readonly string[] | undefined {
  const urls = clips.map((id) => files[`./clips/${language}/${id}.ogg`]).filter((url) => url !== undefined);
  return urls.length === clips.length && urls.length > 0 ? urls : undefined;
}
