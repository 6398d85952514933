import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { Markdown } from './Markdown.tsx';

/** Ways in which a text has become a program elsewhere. */
const VECTORS = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg/onload=alert(1)>',
  '<iframe src="javascript:alert(1)"></iframe>',
  '<a href="javascript:alert(1)">x</a>',
  '<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>',
  '<details open ontoggle=alert(1)>',
  '<base href="//evil.example/">',
  '<style>@import "//evil.example"</style>',
  '[x](javascript:alert(1))',
  '[x](JaVaScRiPt:alert(1))',
  '[x](\u0001javascript:alert(1))',
  '[x](java&#10;script:alert(1))',
  '[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)',
  '[x](vbscript:msgbox(1))',
  '<javascript:alert(1)>',
  '![x](javascript:alert(1))',
  '![x](x "onerror=alert(1)")',
  '![x](https://evil.example/pixel.png)',
  '[x]: javascript:alert(1)\n\n[x]',
  '`<script>alert(1)</script>`',
  '```html\n<script>alert(1)</script>\n```',
  '# <img src=x onerror=alert(1)>',
  '- <b onmouseover=alert(1)>x</b>',
  '[x](https://ok.example"onmouseover=alert(1))',
  '<!--><script>alert(1)</script>-->',
];

describe('a handout', () => {
  it.each(VECTORS)('%s is text', (vector) => {
    const html = renderToStaticMarkup(<Markdown text={vector} />);
    const tags = [...html.matchAll(/<([a-z0-9]+)((?:\s[^>]*)?)>/g)];
    const names = tags.map(([, name]) => name);
    expect(names.filter((name) => !/^(div|p|a|code|pre|h[345]|ul|ol|li|em|strong|br)$/.test(name ?? ''))).toEqual([]);
    for (const [, , attributes = ''] of tags) {
      expect(attributes).not.toMatch(/\son\w+=/i);
      expect(attributes).not.toMatch(/(javascript|vbscript|data):/i);
    }
  });

  it('keeps what Markdown is for', () => {
    const html = renderToStaticMarkup(<Markdown text={'# Look\n\n**both** of `db`, [here](https://ok.example/a).'} />);
    expect(html).toContain('<h3');
    expect(html).toContain('<strong>both</strong>');
    expect(html).toContain('href="https://ok.example/a"');
    expect(html).toContain('rel="noopener noreferrer nofollow"');
  });
});
