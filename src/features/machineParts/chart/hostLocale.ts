/**
 * uPlot makes an Intl.NumberFormat of `navigator.language` when it is loaded, which throws where a browser names a locale
 * that Intl does not know, such as "c" or "en-us@posix". The interface is English: it takes that. Import this before uPlot.
 */
export function settleLanguage(host: { language: string }): void {
  try {
    new Intl.NumberFormat(host.language);
  } catch {
    Object.defineProperty(host, 'language', { value: 'en', configurable: true });
  }
}

if (typeof navigator !== 'undefined') settleLanguage(navigator);
