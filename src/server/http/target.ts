/**
 * What a request asks of this server: a path that begins with one slash, and a query. A client may also send a whole
 * address, or two slashes; a redirect that is made of such a target would lead to another host.
 */
export function ownTarget(url: string | undefined): string {
  const target = url ?? '/';
  if (/^[/\\]/.test(target)) return target.replace(/^[/\\]+/, '/');
  try {
    const { pathname, search } = new URL(target);
    return `${pathname.replace(/^[/\\]*/, '/')}${search}`;
  } catch {
    return '/';
  }
}
