/** The clock and the animation frame. A hidden tab gets no frames, so a timer stands in: the machine must go on. */
export const framePorts = {
  now: () => performance.now(),
  nextFrame: (run: () => void) => {
    if (document.hidden) {
      const timer = setTimeout(run, 50);
      return () => clearTimeout(timer);
    }
    const frame = requestAnimationFrame(run);
    return () => cancelAnimationFrame(frame);
  },
};

/** 128 random bits in hex. Not `randomUUID`, which plain http to another host does not have. */
export function newId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, '0')).join('');
}

/** Runs when the page has nothing better to do; Safari has no idle callback. */
export function whenIdle(run: () => void): () => void {
  if (typeof requestIdleCallback === 'function') {
    const id = requestIdleCallback(run, { timeout: 5000 });
    return () => cancelIdleCallback(id);
  }
  const timer = setTimeout(run, 300);
  return () => clearTimeout(timer);
}
