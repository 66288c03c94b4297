import type { FastifyReply, FastifyRequest } from 'fastify';

export const languages = ['en', 'ja'] as const;
export type Language = (typeof languages)[number];

const cookieName = 'language';
const yearSeconds = 31_536_000;

/** The language of a page: what the visitor switched to (`?language=ja`, kept in a cookie), or what the browser asks for. */
export function chooseLanguage(request: FastifyRequest, reply: FastifyReply): Language {
  // A request whose address cannot be read has no query at all.
  const switched = known((request.query as { language?: unknown } | null)?.language);
  if (switched !== undefined) {
    reply.header(
      'set-cookie',
      `${cookieName}=${switched}; Path=/; Max-Age=${yearSeconds}; SameSite=Lax; HttpOnly; Secure`,
    );
    return switched;
  }
  return known(readCookie(request, cookieName)) ?? accepted(request.headers['accept-language'] ?? '');
}

export function readCookie(request: FastifyRequest, name: string): string | undefined {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}

/** RFC 9110, section 12.5.4; English where none of ours is asked for. */
function accepted(header: string): Language {
  let best: { language: Language; quality: number } = { language: 'en', quality: 0 };
  for (const range of header.slice(0, 500).split(',')) {
    const [tag = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    const language = known(tag.split('-')[0]);
    const quality = Number(parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? 1);
    if (language !== undefined && quality > best.quality) best = { language, quality };
  }
  return best.language;
}

function known(value: unknown): Language | undefined {
  return languages.find((language) => language === value);
}
